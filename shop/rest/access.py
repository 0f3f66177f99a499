"""Who may call: a person who acts for a company. Every object is then reached through that company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from segmentation.public import FeatureSet
from shop.companies.models import Company, CompanyMember, User
from shop.pricing.selectors import VolumeIn
from shop.segmentation_bridge.volume import volume_prices_for


class ShopRequest(Request):
    """A request as every view gets it, with what the middleware put there; for annotations."""

    if TYPE_CHECKING:
        company: Company | None
        member: CompanyMember | None
        features: FeatureSet


class ActsForCompany(BasePermission):
    message = _("You do not act for a company in this shop.")
    code = "no_company"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return cast("ShopRequest", request).company is not None


class MayOrder(BasePermission):
    """Everybody of a company may look; who may order may also change things."""

    message = _("You may look, but not order, for this company. Its administrator can change that.")
    code = "may_not_order"

    def has_permission(self, request: Request, view: APIView) -> bool:
        member = cast("ShopRequest", request).member
        return request.method in SAFE_METHODS or (member is not None and member.may_order)


class CompanyMayOrder(BasePermission):
    """Closes buying, not looking, for a company that may not order at the moment."""

    message = _("This company cannot order at the moment. Please call us.")
    code = "company_blocked"

    def has_permission(self, request: Request, view: APIView) -> bool:
        company = cast("ShopRequest", request).company
        return request.method in SAFE_METHODS or (company is not None and company.is_active)


class CompanyView(APIView):
    """A view for somebody who acts for a company."""

    permission_classes: Any = [IsAuthenticated, ActsForCompany, MayOrder]

    @property
    def company(self) -> Company:
        return cast("Company", self.request.company)  # type: ignore[attr-defined]

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    @property
    def volume_in(self) -> VolumeIn:
        return volume_prices_for(self.request.features)  # type: ignore[attr-defined]
