from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.companies.choice import choose_company
from shop.companies.models import CompanyMember
from shop.companies.selectors import companies_of, membership_of
from shop.storefront.access import BuyerRequest, company_required
from shop.storefront.requests import ShopRequest


@login_required
@require_safe
def show_account(request: ShopRequest) -> HttpResponse:
    """The company the person acts for, its people, and the other companies to change to."""
    company = request.company
    people = company.members.select_related("user").order_by("user__first_name", "user__last_name") if company else []
    context = {"people": people, "companies": companies_of(request.user), "may_manage": _may_manage(request.member)}
    return render(request, "shop/account/company.html", context)


@login_required
@require_POST
def switch_company(request: ShopRequest) -> HttpResponse:
    """From now on the person acts for another of their companies."""
    member = membership_of(request.user, request.POST.get("company", ""))
    if member is None:
        raise Http404
    choose_company(request.session, member)
    messages.success(request, _("You now act for %(company)s.") % {"company": member.company})
    return redirect("home")


@require_POST
@company_required
def choose_sharing(request: BuyerRequest) -> HttpResponse:
    """Whether the company counts, without its name, towards what others nearby are shown, and is shown it itself."""
    if not _may_manage(request.member):
        raise PermissionDenied
    company = request.company
    company.shares_purchases = request.POST.get("shares") == "yes"
    company.save(update_fields=["shares_purchases"])
    if company.shares_purchases:
        messages.success(request, _("You take part again. What companies near you buy is shown to you where it fits."))
    else:
        messages.success(request, _("You no longer take part. Your orders stop counting with the next update."))
    return redirect("account")


def _may_manage(member: CompanyMember | None) -> bool:
    return member is not None and member.role == CompanyMember.Role.ADMIN
