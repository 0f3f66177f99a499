"""Which of their companies a person acts for, remembered in their session."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase

from shop.companies.models import CompanyMember, User
from shop.companies.selectors import first_membership_of, membership_of

SESSION_KEY = "company"

Session = SessionBase | MutableMapping[str, Any]


def choose_company(session: Session, member: CompanyMember) -> None:
    """From now on the person acts for the company of this membership."""
    session[SESSION_KEY] = member.company_id


def current_membership(user: User | AnonymousUser, session: Session) -> CompanyMember | None:
    """The person's place in the company they act for: the one they chose if it is still theirs, else their first."""
    chosen = session.get(SESSION_KEY)
    member = membership_of(user, chosen) if chosen is not None else None
    return member or first_membership_of(user)
