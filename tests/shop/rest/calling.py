"""A program that calls the API for a member of a company."""

from __future__ import annotations

from typing import Any

from django.test import Client

from shop.companies.models import CompanyMember
from tests.factories import CompanyMemberFactory


class Caller:
    """Sends and reads JSON with the session of a member; of a new buyer where none is given."""

    def __init__(self, member: CompanyMember | None = None, *, anonymous: bool = False) -> None:
        self.client = Client()
        self.member = None if anonymous else member or CompanyMemberFactory()
        if self.member:
            self.client.force_login(self.member.user)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/{path}", query)

    def post(self, path: str, data: Any = None, *, key: str | None = None) -> Any:
        """With a key the call is one that may be sent again."""
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.client.post(f"/api/{path}", data or {}, content_type="application/json", headers=headers)

    def patch(self, path: str, data: Any) -> Any:
        return self.client.patch(f"/api/{path}", data, content_type="application/json")

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/{path}")
