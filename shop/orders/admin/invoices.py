from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.forms import ActionForm

from shop.companies.models import Company
from shop.orders.models import Invoice, InvoiceState, Order
from shop.orders.selectors.invoices import in_state
from shop.orders.services import CannotBePaidError, note_payment
from shop.orders.services.note_payment import check_payment


class PaymentForm(forms.ModelForm):
    class Meta:
        model = Invoice
        fields: ClassVar[list[str]] = ["paid_on"]

    def clean_paid_on(self) -> date | None:
        paid_on: date | None = self.cleaned_data["paid_on"]
        try:
            check_payment(self.instance, paid_on, today=timezone.localdate())
        except CannotBePaidError as error:
            raise forms.ValidationError(str(error)) from error
        return paid_on


class PaidOnForm(ActionForm):
    """The actions of the list, with the day that invoices were paid on."""

    # A text, because of a date that is none Django would only say that no action was selected.
    paid_on = forms.CharField(
        required=False,
        label=gettext_lazy("paid on"),
        initial=timezone.localdate,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "bg-white/20 px-2 py-1 rounded-default"}
        ),
    )


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, Any]]:
        yield from InvoiceState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Invoice]) -> QuerySet[Invoice]:
        wanted = self.value()
        if wanted not in InvoiceState.values:
            return queryset
        return queryset.filter(in_state(InvoiceState(wanted), on=timezone.localdate()))


@admin.register(Invoice)
class InvoiceAdmin(ModelAdmin):
    """Invoices to look at and to note as paid; they are issued when an order is sent, and stay as they are."""

    form = PaymentForm
    action_form = PaidOnForm
    fields = ("number", "order", "company", "issued_on", "due_on", "total", "paid_on")
    readonly_fields = ("number", "order", "company", "issued_on", "due_on", "total")
    list_display = ("number", "order", "company", "issued_on", "due_on", "total", "state", "paid_on")
    list_select_related = ("order__company",)
    list_filter = (StateFilter,)
    search_fields = ("number", "order__number", "order__company__name", "order__company__number")
    date_hierarchy = "issued_on"
    actions = ("mark_paid",)

    @admin.display(description=Order._meta.get_field("company").verbose_name, ordering="order__company__name")
    def company(self, invoice: Invoice) -> Company:
        return invoice.order.company

    @admin.display(description=gettext_lazy("state"))
    def state(self, invoice: Invoice) -> str:
        return str(invoice.state_on(timezone.localdate()).label)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invoice | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invoice]:
        invoices: QuerySet[Invoice] = super().get_queryset(request)
        return invoices.select_related("order__company")

    def save_model(self, request: HttpRequest, obj: Invoice, form: forms.ModelForm[Invoice], change: bool) -> None:
        note_payment(obj, obj.paid_on, today=timezone.localdate())

    @admin.action(description=gettext_lazy("Mark as paid"), permissions=["change"])
    def mark_paid(self, request: HttpRequest, queryset: QuerySet[Invoice]) -> None:
        """On the day given beside the action; today where none is. Those that are paid already stay as they are."""
        today = timezone.localdate()
        paid_on = _day(request.POST.get("paid_on", "")) if request.POST.get("paid_on") else today
        if paid_on is None:
            messages.error(request, _("Enter the day as it is in the calendar, such as 2026-03-24. Nothing changed."))
            return
        paid = 0
        for invoice in queryset.filter(paid_on=None):
            try:
                note_payment(invoice, paid_on, today=today)
            except CannotBePaidError as error:
                messages.error(request, str(error))
            else:
                self.log_change(request, invoice, _("Paid on %s.") % paid_on.isoformat())
                paid += 1
        if paid:
            text = ngettext("%(count)d invoice is paid now.", "%(count)d invoices are paid now.", paid)
            messages.success(request, text % {"count": paid})


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
