from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import Settings

from segmentation.models import Draft
from segmentation.models.attribute_columns import forget_columns
from segmentation.registry import dimensions
from segmentation.services.assign_columns import assign_columns
from segmentation.services.put_change import put_change
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.rows import AT, make_profile
from tests.segmentation.admin.rule_builder.toy_dimensions import TOYS
from tests.segmentation.bare_host import strip_host

LogIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _bare_host(settings: Settings) -> None:
    """An admin and nothing round it, so that the queries counted are the plugin's and the admin's own."""
    settings.ROOT_URLCONF = "tests.segmentation.admin.urls"
    strip_host(settings)
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "tests.segmentation.admin.directory.QueryingDirectory",
        "CURRENCY": "DKK",
    }


@pytest.fixture
def log_in(db: None) -> LogIn:
    """Log somebody of the staff in who holds just these permissions of the plugin."""

    def log_in(*permissions: str) -> Client:
        users: Any = get_user_model()._default_manager
        person = users.create_user(email="bo@example.com", password="x", is_staff=True)
        held = Permission.objects.filter(content_type__app_label="segmentation", codename__in=permissions)
        assert len(held) == len(permissions)
        person.user_permissions.set(held)
        client = Client()
        client.force_login(person)
        return client

    return log_in


@pytest.fixture
def boss(db: None) -> Client:
    """Somebody who may do everything."""
    users: Any = get_user_model()._default_manager
    client = Client()
    client.force_login(users.create_superuser(email="anna@example.com", password="x"))
    return client


@pytest.fixture(autouse=True)
def _toy_dimensions(request: pytest.FixtureRequest) -> Iterator[None]:
    """One dimension of every kind, with a place for its values where the test has a database, as after `migrate`."""
    dimensions.register(*TOYS)
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("_django_db_helper")
        assign_columns()
        forget_columns()
    yield
    for toy in TOYS:
        dimensions.unregister(toy.key)


@pytest.fixture
def draft(db: None) -> Draft:
    """With one change: toy ideas off for everybody."""
    make_profile("acme")
    draft = start_draft(title="Spring", actor=None, now=AT)
    put_change(draft.pk, kind="kill_switch", feature="toy_ideas", after={"killed": True}, actor=None, now=AT)
    return draft
