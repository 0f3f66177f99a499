from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from segmentation.public import FeatureSet
from shop.companies.models import Company, CompanyMember, User

Params = ParamSpec("Params")


class BuyerRequest(HttpRequest):
    """A request made by a person for their company, as every view behind `company_required` gets it."""

    if TYPE_CHECKING:
        user: User
        company: Company
        member: CompanyMember
        htmx: HtmxDetails
        features: FeatureSet


def company_required(
    view: Callable[Concatenate[BuyerRequest, Params], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Params], HttpResponseBase]:
    """Let in only who acts for a company: visitors go to the log-in, people without a company are told so."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        if request.company is None:  # type: ignore[attr-defined]
            return render(request, "shop/cart/no_company.html", status=403)
        response = view(request, *args, **kwargs)  # type: ignore[arg-type]
        add_never_cache_headers(response)
        return response

    return guarded


def _to_login(request: HttpRequest) -> HttpResponseBase:
    """The log-in, and from there back to where the person was."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(redirect_to_login(request.htmx.current_url_abs_path or "/").url)  # type: ignore[attr-defined]
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(back_url(request))


def partial_or_page(request: BuyerRequest, partial: str) -> str:
    """The template to answer with: the partial for htmx, else the page beside it."""
    if request.htmx and not request.htmx.boosted:
        return partial
    return str(PurePosixPath(partial).parent / "page.html")


def tell_may_not_order(request: HttpRequest) -> None:
    """Say to somebody who may only look that they cannot do this, and who can help."""
    messages.error(request, _("You may look, but not order, for this company. Its administrator can change that."))


def back_url(request: HttpRequest) -> str:
    """Where to send the person back: `next` if it is on this site, else the page they came from, else the front."""
    from_page = request.headers.get("Referer", "")
    for wanted in (request.POST.get("next", ""), from_page):
        if wanted and url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return wanted
    return reverse("home")
