from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from segmentation.rest.scopes import Scope
from segmentation.rest.services.api_tokens import make_token
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from tests.segmentation.bare_host import strip_host

EVERYTHING = tuple(scope.value for scope in Scope)


@pytest.fixture(autouse=True)
def _bare_host(settings: Settings) -> None:
    """The API and nothing round it, so that the queries counted are its own."""
    settings.ROOT_URLCONF = "tests.segmentation.rest.urls"
    strip_host(settings)
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CURRENCY": "DKK",
        "API_RATES": {"read": "100000/min", "write": "100000/min", "heavy": "100000/min", "flags": "100000/min"},
    }


@pytest.fixture
def _segments(db: None) -> None:
    ensure_builtin_segments()


def make_person(email: str = "bo@example.com", *, staff: bool = True, permissions: tuple[str, ...] = ()) -> Any:
    """Somebody who holds just these permissions of the plugin."""
    users: Any = get_user_model()._default_manager
    person = users.create_user(email=email, password="x", is_staff=staff)
    held = Permission.objects.filter(content_type__app_label="segmentation", codename__in=permissions)
    assert len(held) == len(permissions)
    person.user_permissions.set(held)
    return person


@pytest.fixture
def admin(db: None) -> Any:
    """Somebody who changes switches, beside whoever calls."""
    return make_person("carla@example.com")


class Caller:
    """A program that calls with a token."""

    def __init__(self, person: Any, scopes: tuple[str, ...] = EVERYTHING) -> None:
        now = timezone.now()
        self.token, self.secret = make_token(
            name="ERP", user=person, scopes=scopes, expires_at=now + timedelta(days=1), actor=None, now=now
        )
        self.person, self.client = person, Client()

    def call(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        headers["Authorization"] = f"Bearer {self.secret}"
        sent = {} if data is None else {"data": data, "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/{path}", headers=headers, **sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("get", path, **headers)

    def post(self, path: str, data: Any, **headers: str) -> Any:
        return self.call("post", path, data, **headers)


@pytest.fixture
def caller(_segments: None) -> Caller:
    """A program that may do everything."""
    users: Any = get_user_model()._default_manager
    return Caller(users.create_superuser(email="anna@example.com", password="x"))


@pytest.fixture
def caller_with(_segments: None) -> Callable[..., Caller]:
    def caller_with(*permissions: str, scopes: tuple[str, ...] = EVERYTHING) -> Caller:
        return Caller(make_person(permissions=permissions), scopes)

    return caller_with


@pytest.fixture
def boss_client(db: None) -> Client:
    """A browser of somebody who may do everything."""
    users: Any = get_user_model()._default_manager
    client = Client()
    client.force_login(users.create_superuser(email="dora@example.com", password="x"))
    return client
