from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from segmentation.people import Person
from shop.companies.models import CompanyMember, User

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

MAY_ORDER = "shop.order_for_company"
"""What a feature asks for that is of use to those alone who may order for the company they act for."""

MOST_PEOPLE = 200


def people_of(customer_key: str) -> Sequence[Person]:
    """The people of a company, with what they are there; by name, so many at most."""
    members = CompanyMember.objects.filter(company__number=customer_key).select_related("user")
    ordered = members.order_by("user__first_name", "user__last_name", "user__email")[:MOST_PEOPLE]
    return [Person(name=member.user.email, label=f"{member.user} ({member.get_role_display()})") for member in ordered]


def person_may(user: AbstractBaseUser | AnonymousUser, permission: str, *, customer_key: str) -> bool:
    """Django's permissions hold wherever a person acts; that they may order, for the company it was given at."""
    person: Any = user
    if permission != MAY_ORDER:
        return bool(person.has_perm(permission))
    member = _place_of(person, customer_key)
    return member is not None and member.may_order


def _place_of(person: User | AnonymousUser, customer_key: str) -> CompanyMember | None:
    if not person.is_authenticated or not customer_key:
        return None
    if person.acts_as is not None and person.acts_as.company.number == customer_key:
        return person.acts_as
    return CompanyMember.objects.filter(user=person, company__number=customer_key).first()
