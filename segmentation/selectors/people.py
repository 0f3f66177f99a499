"""Whose permissions count where somebody is asked for by name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

from segmentation.contracts import PermissionTest
from segmentation.host import person_may


def find_person(name: str) -> AbstractBaseUser | None:
    """Who logs in by this name, or alone has it as an e-mail address; None for nobody."""
    model: Any = get_user_model()
    people = model._default_manager
    if "\0" in name:
        return None
    found: AbstractBaseUser | None = people.filter(**{model.USERNAME_FIELD: name}).first()
    email = model.get_email_field_name()
    if found is None and email != model.USERNAME_FIELD and email in {field.name for field in model._meta.fields}:
        named = list(people.filter(**{f"{email}__iexact": name})[:2])
        found = named[0] if len(named) == 1 else None
    return found


def permissions_of(name: str, *, customer_key: str) -> PermissionTest:
    """What the person of this name may for a customer; an unknown one is a visitor.

    Looked up only where a feature asks for a permission.
    """
    person: Any = SimpleLazyObject(lambda: find_person(name) or AnonymousUser())
    return lambda permission: person_may(person, permission, customer_key=customer_key)
