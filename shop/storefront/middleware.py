from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property

from segmentation.public import preview_of
from shop.companies.choice import current_membership
from shop.companies.models import Company, CompanyMember
from shop.segmentation_bridge.previewed_member import previewed_member

if TYPE_CHECKING:
    _Request = HttpRequest
else:
    _Request = object


class WithCompany(_Request):
    """The part of a request that knows which company it is made for; one query, when first asked."""

    @cached_property
    def member(self) -> CompanyMember | None:
        """The person's place in the company they act for: the one they switched to, else their first.

        Staff who see the shop as somebody else have a place there that is stored nowhere.
        """
        preview = preview_of(self)
        if preview is not None:
            return previewed_member(preview, self.user)
        member = current_membership(self.user, self.session)
        if member is not None and self.user.is_authenticated:
            self.user.acts_as = member
        return member

    @cached_property
    def company(self) -> Company | None:
        """The company the person acts for; None for a visitor and for a person without one."""
        return self.member.company if self.member else None


class CompanyRequest(WithCompany, HttpRequest):
    """For annotations: what a view gets."""


class CurrentCompanyMiddleware:
    """Gives every request its `company` and `member`; an answer that was made for a member is theirs alone.

    The request changes its class, because both can be None, and a lazy stand-in is never None itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_class: Any = type(request)
        request.__class__ = _with_company(request_class)
        response = self.get_response(request)
        if vars(request).get("member") is not None:
            patch_cache_control(response, private=True)
        return response


@cache
def _with_company(request_class: Any) -> type[HttpRequest]:
    return type(request_class.__name__, (WithCompany, request_class), {})
