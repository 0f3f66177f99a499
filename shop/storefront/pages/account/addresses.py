"""Delivery addresses. All are reached through the company of the request, so another company's do not exist here."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.companies.models import Address
from shop.companies.services.save_address import save_address
from shop.storefront.access import BuyerRequest, company_required
from shop.storefront.pages.account.forms import AddressForm


@require_safe
@company_required
def list_addresses(request: BuyerRequest) -> HttpResponse:
    """The company's addresses, the usual one first."""
    return render(request, "shop/account/addresses.html", {"addresses": request.company.addresses.all()})


@require_http_methods(["GET", "HEAD", "POST"])
@company_required
def add_address(request: BuyerRequest) -> HttpResponse:
    """A new address for the company."""
    _check_may_change(request)
    return _edit(request, Address(company=request.company))


@require_http_methods(["GET", "HEAD", "POST"])
@company_required
def edit_address(request: BuyerRequest, pk: int) -> HttpResponse:
    """Change one of the company's addresses."""
    _check_may_change(request)
    return _edit(request, get_object_or_404(request.company.addresses, pk=pk))


@require_POST
@company_required
def delete_address(request: BuyerRequest, pk: int) -> HttpResponse:
    """Remove one of the company's addresses; orders keep their copy of it."""
    _check_may_change(request)
    address = get_object_or_404(request.company.addresses, pk=pk)
    address.delete()
    messages.success(request, _("“%(label)s” is deleted.") % {"label": address.label})
    return redirect("addresses")


def _edit(request: BuyerRequest, address: Address) -> HttpResponse:
    form = AddressForm(request.POST or None, instance=address)
    if form.is_valid():
        save_address(form.save(commit=False))
        messages.success(request, _("“%(label)s” is saved.") % {"label": address.label})
        return redirect("addresses")
    return render(request, "shop/account/address.html", {"form": form, "address": address})


def _check_may_change(request: BuyerRequest) -> None:
    if not request.member.may_order:
        raise PermissionDenied
