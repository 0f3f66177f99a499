"""Who may call: a person who acts for a company. Every object is then reached through that company."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from shop.companies.models import Company, CompanyMember, User


class ActsForCompany(BasePermission):
    message = _("You do not act for a company in this shop.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.company is not None  # type: ignore[attr-defined]


class MayOrder(BasePermission):
    message = _("You may look, but not order, for this company. Its administrator can change that.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.method in ("GET", "HEAD", "OPTIONS") or company_member(request).may_order


class CompanyView(APIView):
    """A view for somebody who acts for a company."""

    permission_classes: Any = [IsAuthenticated, ActsForCompany]

    @property
    def company(self) -> Company:
        return cast("Company", self.request.company)  # type: ignore[attr-defined]

    @property
    def person(self) -> User:
        return cast("User", self.request.user)


def company_member(request: Request) -> CompanyMember:
    return cast("CompanyMember", request.member)  # type: ignore[attr-defined]
