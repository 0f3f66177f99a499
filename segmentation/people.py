"""Who acts for a customer, as a host may tell besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts for a customer: the name they log in by, and what an admin reads instead."""

    name: str
    label: str


@runtime_checkable
class KnowsPeople(Protocol):
    """A directory may know besides who acts for a customer, and what each may do there.

    Without it, what a person may do is asked of Django, and is the same whichever customer they act for.
    """

    def people(self, customer_key: str) -> Sequence[Person]:
        """Those who act for this customer, in the order an admin reads them; one query."""
        ...

    def may(self, user: AbstractBaseUser | AnonymousUser, permission: str, *, customer_key: str) -> bool:
        """Whether this person, perhaps a visitor, holds the permission when they act for the customer."""
        ...
