from __future__ import annotations

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from shop.catalogue.admin import ProductAdmin
from shop.catalogue.admin_inlines import ReadOnlyInline
from shop.stock.models import StockItem, StockMovement
from shop.stock.services import record_count


class StockInline(ReadOnlyInline):
    model = StockItem
    fields = ("available", "restock_on", "count_link")
    readonly_fields = ("count_link",)

    @admin.display(description="")
    def count_link(self, item: StockItem) -> str:
        url = reverse("admin:shop_stock_stockitem_change", args=[item.pk])
        return format_html('<a href="{}">{}</a>', url, _("Enter a new count"))


@admin.register(StockItem)
class StockItemAdmin(ModelAdmin):
    """What is there of each product. A new number is a count: the difference is noted as a movement."""

    list_display = ("product", "available", "restock_on")
    list_select_related = ("product",)
    list_filter = (("restock_on", admin.EmptyFieldListFilter),)
    search_fields = ("product__sku", "product__name")
    readonly_fields = ("product",)
    ordering = ("product__name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StockItem | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: StockItem, form: ModelForm[StockItem], change: bool) -> None:
        if "available" in form.changed_data:
            record_count(obj.product_id, obj.available, at=timezone.now(), reference=str(request.user)[:40])
        StockItem.objects.filter(pk=obj.pk).update(restock_on=obj.restock_on)


@admin.register(StockMovement)
class StockMovementAdmin(ModelAdmin):
    list_display = ("at", "product", "change", "cause", "reference")
    list_select_related = ("product",)
    list_filter = ("cause",)
    search_fields = ("product__sku", "product__name", "reference")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: StockMovement | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StockMovement | None = None) -> bool:
        return False


ProductAdmin.inlines.append(StockInline)
