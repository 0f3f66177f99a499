from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Permission

from segmentation.contracts import Buyclass, Feature
from segmentation.parameter import Parameter, ParameterKind
from segmentation.registry import features
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments

LISTS = (
    Feature(
        key="toy_list",
        label="Toy list",
        serves=frozenset({Buyclass.ROUTINE}),
        parameters=(
            Parameter(key="length", label="Length", kind=ParameterKind.WHOLE, default=5, minimum=1, maximum=50),
            Parameter(key="order", label="Order", kind=ParameterKind.TEXT, default="new"),
        ),
    ),
    Feature(
        key="toy_cat",
        label="Toy shelf",
        per_category=True,
        serves=frozenset({Buyclass.MAJOR}),
        parameters=(Parameter(key="length", label="Length", kind=ParameterKind.WHOLE, default=5),),
    ),
)


@pytest.fixture(autouse=True)
def _lists(_toy_host: None, db: None) -> Iterator[None]:
    """Features with values, and the built-in segments."""
    for feature in LISTS:
        features.register(feature)
    ensure_builtin_segments()
    yield
    for feature in LISTS:
        features.unregister(feature.key)


def make_person(name: str, *permissions: str) -> AbstractUser:
    person = get_user_model()._default_manager.create_user(email=f"{name}@example.com", password="x", is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="segmentation", codename__in=permissions)
    )
    return person


@pytest.fixture
def anna() -> AbstractUser:
    return make_person("anna")


@pytest.fixture
def boss() -> AbstractUser:
    return make_person("boss", "approve_draft")
