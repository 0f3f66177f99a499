"""Key accounts: who is one, who might be, and why; made, taken off and given to their managers here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.base import ReadOnlyAdmin, actor_of, may
from segmentation.admin.key_account_export import export_key_accounts
from segmentation.admin.key_account_forms import KeyAccountForm
from segmentation.admin_links import company_url
from segmentation.models import KeyAccount
from segmentation.models.key_account_facts import Group, KeyAccountCounts, KeyAccountRow
from segmentation.selectors.key_accounts import Order, Wish, read_key_accounts
from segmentation.services.set_attribute import UnknownCustomerError
from segmentation.tables.write import MOST_XLSX_ROWS
from segmentation.words.key_accounts import against_texts, standing_text, stated_by
from segmentation.words.value import change_text

GROUPS = {
    Group.KEY: gettext_lazy("Key accounts"),
    Group.SUGGESTED: gettext_lazy("Suggested"),
    Group.AGAINST: gettext_lazy("To look at again"),
    Group.ASIDE: gettext_lazy("Put aside"),
}
EXPLAINED = {
    Group.KEY: gettext_lazy("Companies that somebody made a key account, here or in your records."),
    Group.SUGGESTED: gettext_lazy(
        "The fifth of companies with the largest margin of 12 months that buys no less than the year before, and is no"
        " key account yet. Worked out anew every night."
    ),
    Group.AGAINST: gettext_lazy("Key accounts that would not be suggested today, and what speaks against them."),
    Group.ASIDE: gettext_lazy("Companies that are not suggested until a day, because somebody said so."),
}
ORDERS = {
    "-margin": gettext_lazy("Largest margin first"),
    "margin": gettext_lazy("Smallest margin first"),
    "-growth": gettext_lazy("Largest growth first"),
    "growth": gettext_lazy("Smallest growth first"),
}
NOBODY = "-"
"""In the address: companies without an account manager."""


@admin.register(KeyAccount)
class KeyAccountAdmin(ReadOnlyAdmin):
    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("export.<str:form>", export, name="segmentation_keyaccount_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, KeyAccountForm())
        if not may(request, "change", "keyaccount"):
            raise PermissionDenied
        form = KeyAccountForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        try:
            done = form.save(actor=actor_of(request), now=timezone.now())
        except UnknownCustomerError:
            messages.error(request, _("No company has this number."))
        else:
            if done:
                messages.success(request, done)
            else:
                messages.info(request, _("Nothing to change: it stands like that already."))
        return HttpResponseRedirect(request.get_full_path())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A key account has the page of a company."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(company_url(unquote(object_id)))

    def export_view(self, request: HttpRequest, form: str) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in {"csv", "xlsx"}:
            raise Http404
        wish = wish_of(request)
        return export_key_accounts(request, wish, title=str(GROUPS[wish.group]), form=form)

    def _page(self, request: HttpRequest, form: KeyAccountForm) -> HttpResponse:
        wish = wish_of(request)
        page = read_key_accounts(wish, page=request.GET.get("p", "1"), today=timezone.localdate())
        counts = page.counts
        return self.render_page(
            request,
            "key_accounts.html",
            title=_("Key accounts"),
            styles=("segmentation/segments.css", "segmentation/key-accounts.css"),
            context={
                "page": page,
                "rows": [_said(row, counts) for row in page.rows],
                "wish": wish,
                "explained": EXPLAINED[wish.group],
                "groups": [(group.value, label, counts.of_group[group]) for group, label in GROUPS.items()],
                "sorts": {order.value: _sort(wish, order) for order in Order},
                "orders": ORDERS.items(),
                "query": _query(wish),
                "manager": request.GET.get("manager", ""),
                "form": form,
                "may_change": may(request, "change", "keyaccount"),
                "few_margins": counts.margins * 2 < page.companies,
                "import_url": _url_of_import(request),
                "most_xlsx": MOST_XLSX_ROWS,
            },
        )


def wish_of(request: HttpRequest) -> Wish:
    """What the address asks for; what it may not ask for is left as it is without."""
    asked, known = request.GET, Wish()
    order, manager = asked.get("o", known.order), asked.get("manager", "")
    return Wish(
        group=Group(asked["group"]) if asked.get("group") in set(Group) else known.group,
        order=order if order.removeprefix("-") in set(Order) else known.order,
        search=asked.get("q", "").replace("\0", "").strip(),
        manager={"": None, NOBODY: ""}.get(manager, manager.replace("\0", "")),
    )


def _said(row: KeyAccountRow, counts: KeyAccountCounts) -> Mapping[str, Any]:
    """A row with what is said of it."""
    return {
        "row": row,
        "stands": standing_text(row, places=counts.places),
        "against": against_texts(row, places=counts.places),
        "growth": change_text(row.bought),
        "by": stated_by(row.stated),
    }


def _query(wish: Wish, **changes: str) -> str:
    """The address that asks for this, without the page."""
    manager = {None: "", "": NOBODY}.get(wish.manager, wish.manager) or ""
    asked = {"group": wish.group.value, "o": wish.order, "q": wish.search, "manager": manager} | changes
    return urlencode({name: value for name, value in asked.items() if value})


def _sort(wish: Wish, order: Order) -> Mapping[str, str]:
    """How a column is sorted now, as ARIA says it, and the address that sorts by it: first the largest, then back."""
    down = wish.order == f"-{order}"
    state = "descending" if down else "ascending" if wish.order == order else "none"
    return {"state": state, "query": _query(wish, o=order.value if down else f"-{order}")}


def _url_of_import(request: HttpRequest) -> str:
    """Where margins can be brought in; empty for who may not."""
    return reverse("admin:segmentation_attributeimport_changelist") if may(request, "add", "attributeimport") else ""
