from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from shop.companies.models import Company, CompanyMember, User

LONGEST_ID = 18
"""Digits that a database still takes for an id."""


def companies_of(user: User | AnonymousUser) -> QuerySet[Company]:
    """The companies this person may act for, by name."""
    if not user.is_authenticated:
        return Company.objects.none()
    return Company.objects.filter(members__user=user).order_by("name", "pk")


def membership_of(user: User | AnonymousUser, company_id: object) -> CompanyMember | None:
    """This person's place in the company, or None where they have none there; whatever `company_id` holds."""
    asked = str(company_id)
    if not user.is_authenticated or not asked.isdecimal() or len(asked) > LONGEST_ID:
        return None
    return CompanyMember.objects.select_related("company").filter(user=user, company_id=int(asked)).first()


def memberships_of(user: User | AnonymousUser) -> QuerySet[CompanyMember]:
    """This person's places in companies, with the companies, by their names."""
    if not user.is_authenticated:
        return CompanyMember.objects.none()
    return CompanyMember.objects.filter(user=user).select_related("company").order_by("company__name", "pk")


def first_membership_of(user: User | AnonymousUser) -> CompanyMember | None:
    """The person's place in the first of their companies by name."""
    return memberships_of(user).first()
