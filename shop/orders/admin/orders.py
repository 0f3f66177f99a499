from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action

from shop.catalogue.admin_inlines import ReadOnlyInline
from shop.companies.models import User
from shop.orders.models import Order, OrderEvent, OrderLine, OrderState
from shop.orders.services import InvalidStepError, change_state, note_origin
from shop.orders.services.change_state import NEXT_STATES
from shop.orders.services.record_return import RETURNABLE

TOLD_BY_STAFF = ("channel", "quote_number")


class OrderLineInline(ReadOnlyInline):
    model = OrderLine
    fields = ("position", "sku", "name", "quantity", "unit_price", "line_total", "returned", "return_link")
    readonly_fields = ("returned", "return_link")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderLine]:
        returned = Coalesce(Sum("returns__quantity"), Value(0))
        lines: QuerySet[OrderLine] = super().get_queryset(request)
        return lines.annotate(returned=returned, order_state=F("order__state")).order_by("position")

    @admin.display(description=gettext_lazy("returned"))
    def returned(self, line: Any) -> int:
        return int(line.returned)

    @admin.display(description="")
    def return_link(self, line: Any) -> str:
        if line.order_state not in RETURNABLE or line.returned >= line.quantity:
            return ""
        url = f"{reverse('admin:shop_orders_returnline_add')}?order_line={line.pk}"
        return format_html('<a href="{}">{}</a>', url, _("Record a return"))


class OrderEventInline(ReadOnlyInline):
    model = OrderEvent
    fields = ("at", "state", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderEvent]:
        events: QuerySet[OrderEvent] = super().get_queryset(request)
        return events.select_related("by")


@admin.register(Order)
class OrderAdmin(ModelAdmin):
    """Orders to look at and to move on; how they came in can be told, what was agreed with the buyer stays."""

    list_display = ("number", "company", "placed_at", "state", "total", "po_number")
    list_select_related = ("company",)
    list_filter = ("state",)
    search_fields = ("number", "po_number", "company__name", "company__number")
    date_hierarchy = "placed_at"
    inlines = (OrderLineInline, OrderEventInline)
    actions = ("confirm_orders", "ship_orders", "deliver_orders")
    actions_submit_line = ("confirm_order", "ship_order", "deliver_order", "cancel_order")
    steps = {
        "confirm_order": OrderState.CONFIRMED,
        "ship_order": OrderState.SHIPPED,
        "deliver_order": OrderState.DELIVERED,
        "cancel_order": OrderState.CANCELLED,
    }
    fieldsets = (
        (None, {"fields": ("number", "company", "state", "placed_at", "placed_by")}),
        (gettext_lazy("Wishes"), {"fields": ("po_number", "wished_delivery", "note")}),
        (gettext_lazy("How it came in"), {"fields": ("channel", "quote_number", "started_at", "small_screen")}),
        (gettext_lazy("Delivered to"), {"fields": ("recipient", "street", "postcode", "city", "region", "country")}),
        (gettext_lazy("Amounts"), {"fields": ("net_total", "freight", "vat", "total", "currency")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        orders: QuerySet[Order] = super().get_queryset(request)
        return orders.select_related("company", "placed_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Order | None = None) -> list[str]:
        return [field.name for field in Order._meta.fields if field.name not in TOLD_BY_STAFF]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context |= {"show_save_and_continue": False}
        response: HttpResponse = super().render_change_form(request, context, **kwargs)
        return response

    def get_actions_submit_line(self, request: HttpRequest, object_id: int | str) -> list[UnfoldAction]:
        """The buttons for the steps that the order can take now."""
        state = Order.objects.filter(pk=object_id).values_list("state", flat=True).first()
        possible = NEXT_STATES.get(state or "", ())
        wanted = {f"shop_orders_order_{name}" for name, step in self.steps.items() if step in possible}
        return [one for one in super().get_actions_submit_line(request, object_id) if one.action_name in wanted]

    def save_model(self, request: HttpRequest, obj: Order, form: ModelForm[Order], change: bool) -> None:
        """Note how the order came in, and take the step whose button was pressed; nothing else of it can change."""
        if form.changed_data:
            note_origin(obj, channel=obj.channel, quote_number=obj.quote_number)
            messages.success(request, _("How the order came in is saved."))
        for one in self._get_base_actions_submit_line():
            if one.action_name in request.POST:
                one.method(request, obj)

    def response_change(self, request: HttpRequest, obj: Order) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:shop_orders_order_change", args=[obj.pk]))

    @action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm_order(self, request: HttpRequest, obj: Order) -> None:
        self._take_step(request, [obj], OrderState.CONFIRMED)

    @action(description=gettext_lazy("Mark as shipped"), permissions=["change"])
    def ship_order(self, request: HttpRequest, obj: Order) -> None:
        self._take_step(request, [obj], OrderState.SHIPPED)

    @action(description=gettext_lazy("Mark as delivered"), permissions=["change"])
    def deliver_order(self, request: HttpRequest, obj: Order) -> None:
        self._take_step(request, [obj], OrderState.DELIVERED)

    @action(description=gettext_lazy("Cancel the order"), permissions=["change"])
    def cancel_order(self, request: HttpRequest, obj: Order) -> None:
        self._take_step(request, [obj], OrderState.CANCELLED)

    @admin.action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm_orders(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._take_step(request, queryset, OrderState.CONFIRMED)

    @admin.action(description=gettext_lazy("Mark as shipped"), permissions=["change"])
    def ship_orders(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._take_step(request, queryset, OrderState.SHIPPED)

    @admin.action(description=gettext_lazy("Mark as delivered"), permissions=["change"])
    def deliver_orders(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._take_step(request, queryset, OrderState.DELIVERED)

    def _take_step(self, request: HttpRequest, orders: Any, step: OrderState) -> None:
        moved = 0
        for order in orders:
            try:
                change_state(order, step, by=cast("User", request.user), at=timezone.now())
            except InvalidStepError as error:
                messages.error(request, str(error))
            else:
                moved += 1
        if moved:
            text = ngettext("%(count)d order is “%(state)s” now.", "%(count)d orders are “%(state)s” now.", moved)
            messages.success(request, text % {"count": moved, "state": step.label})
