from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from unfold.admin import ModelAdmin

from shop.companies.models import User
from shop.orders.models import OrderLine, ReturnLine
from shop.orders.services import CannotReturnError, record_return
from shop.orders.services.record_return import check_returnable


class ReturnForm(forms.ModelForm):
    class Meta:
        model = ReturnLine
        fields: ClassVar[list[str]] = ["order_line", "quantity", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "order_line" in cleaned and "quantity" in cleaned:
            try:
                check_returnable(cleaned["order_line"], cleaned["quantity"])
            except CannotReturnError as error:
                self.add_error("quantity", str(error))
        return cleaned


@admin.register(ReturnLine)
class ReturnLineAdmin(ModelAdmin):
    """Goods that came back. A return is recorded once and not changed."""

    form = ReturnForm
    fields = ("order_line", "quantity", "reason")
    autocomplete_fields = ("order_line",)
    list_display = ("returned_at", "order_number", "item", "quantity", "credit", "reason")
    list_select_related = ("order_line__order",)
    search_fields = ("order_line__sku", "order_line__order__number", "reason")
    date_hierarchy = "returned_at"

    @admin.display(description=OrderLine._meta.get_field("order").verbose_name, ordering="order_line__order__number")
    def order_number(self, line: ReturnLine) -> str:
        return line.order_line.order.number or ""

    @admin.display(description=OrderLine._meta.get_field("sku").verbose_name, ordering="order_line__sku")
    def item(self, line: ReturnLine) -> str:
        return line.order_line.sku

    def has_change_permission(self, request: HttpRequest, obj: ReturnLine | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ReturnLine | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: ReturnLine, form: forms.ModelForm[ReturnLine], change: bool
    ) -> None:
        recorded = record_return(
            obj.order_line, obj.quantity, by=cast("User", request.user), at=timezone.now(), reason=obj.reason
        )
        obj.pk = recorded.pk

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            response: HttpResponse = super().add_view(request, form_url, extra_context)
        except CannotReturnError as error:
            # Somebody else recorded a return between our check and theirs.
            messages.error(request, str(error))
            response = HttpResponseRedirect(request.get_full_path())
        return response


@admin.register(OrderLine)
class OrderLineAdmin(ModelAdmin):
    """Who ordered what, to look up."""

    list_display = ("sku", "name", "quantity", "unit_price", "list_price", "unit_cost", "line_total", "order")
    list_select_related = ("order",)
    search_fields = ("order__number", "sku", "name")
    ordering = ("-order__placed_at", "position")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OrderLine | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OrderLine | None = None) -> bool:
        return False
