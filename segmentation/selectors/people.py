"""Whose permissions count where somebody is asked for by name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.functional import SimpleLazyObject

from segmentation.contracts import PermissionTest


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


def permissions_of(name: str) -> PermissionTest:
    """What the person of this name may; nobody may nothing. Looked up only where a feature asks for a permission."""
    person: Any = SimpleLazyObject(lambda: find_person(name) or _Nobody())
    return lambda permission: bool(person.has_perm(permission))


class _Nobody:
    def has_perm(self, permission: str) -> bool:
        return False
