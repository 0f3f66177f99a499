from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from segmentation.decorators import feature_required
from shop.cart.lines_text import parse_lines
from shop.cart.models import Cart
from shop.cart.resolve_lines import MOST_LINES, ResolvedLines, resolve_lines
from shop.cart.selectors import get_cart
from shop.cart.services import add_to_cart, claim_submission, new_submission
from shop.catalogue.selectors import visible_products
from shop.segmentation_bridge.volume import volume_prices_for
from shop.storefront.access import BuyerRequest, company_required, partial_or_page, tell_may_not_order
from shop.storefront.context import may_order
from shop.storefront.pages.cart.context import cart_as_it_is
from shop.storefront.pages.quick_order.forms import QuickOrderForm
from shop.storefront.pages.quick_order.line_files import problem_file, sample_file

SESSION_KEY = "quick_order"
ADD = "add"


@require_http_methods(["GET", "HEAD", "POST"])
@company_required
@feature_required("quick_order")
def quick_order(request: BuyerRequest) -> HttpResponseBase:
    """Lines to check and add; those that could not be added wait in the session to be put right."""
    if request.method == "POST":
        return _submit(request)
    text = request.session.get(SESSION_KEY, "")
    form = QuickOrderForm(initial={"lines": text, "submission": new_submission()})
    return _show(request, form, text)


@require_safe
@company_required
@feature_required("quick_order")
def problems(request: BuyerRequest) -> HttpResponse:
    """The lines that could not be added, as a file."""
    resolved = _resolve(request, request.session.get(SESSION_KEY, ""), cart=cart_as_it_is(request))
    return problem_file(resolved.bad)


@require_safe
@company_required
@feature_required("quick_order")
def sample(_request: BuyerRequest) -> HttpResponse:
    """A file to fill in, with real item numbers."""
    return sample_file(visible_products().order_by("sku")[:3])


def _submit(request: BuyerRequest) -> HttpResponseBase:
    form = QuickOrderForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, "")
    if request.POST.get("action") != ADD:
        request.session[SESSION_KEY] = form.cleaned_data["text"]
    elif may_order(request):
        _add(request, form)
    else:
        tell_may_not_order(request)
    return redirect("quick-order")


@transaction.atomic
def _add(request: BuyerRequest, form: QuickOrderForm) -> None:
    """Put the good lines into the cart, keep the others, and say how many of how many."""
    own = get_cart(request.user, request.company)
    if claim_submission(own, form.cleaned_data["submission"]) is None:
        messages.info(request, _("These lines were added already; nothing was added twice."))
        return
    resolved = _resolve(request, form.cleaned_data["text"], cart=own)
    add_to_cart(own, {line.product.pk: line.quantity for line in resolved.good}, at=timezone.now())
    request.session[SESSION_KEY] = "\n".join(line.raw for line in resolved.bad)
    added = sum(len(line.line_nos) for line in resolved.good)
    total = added + len(resolved.bad)
    told = ngettext(
        "%(added)d of %(total)d line added to your cart.", "%(added)d of %(total)d lines added to your cart.", total
    ) % {"added": added, "total": total}
    if not resolved.bad:
        messages.success(request, told)
    else:
        messages.warning(request, told + " " + _("The others wait below to be put right."))


def _resolve(request: BuyerRequest, text: str, *, cart: Cart) -> ResolvedLines:
    return resolve_lines(
        parse_lines(text), company=request.company, cart=cart, volume_in=volume_prices_for(request.features)
    )


def _show(request: BuyerRequest, form: QuickOrderForm, text: str) -> HttpResponseBase:
    form.fields["lines"].widget.attrs["rows"] = request.features.count("quick_order", "lines")
    context: dict[str, object] = {"form": form, "most_lines": MOST_LINES}
    if text:
        resolved = _resolve(request, text, cart=cart_as_it_is(request))
        context |= {
            "resolved": resolved,
            "good_lines": sum(len(line.line_nos) for line in resolved.good),
            "net": sum(line.price.line_total for line in resolved.good),
        }
    return render(request, partial_or_page(request, "shop/quick_order/_quick_order.html"), context)
