from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from shop.cart.models import Cart, CartLine
from shop.catalogue.admin_inlines import ReadOnlyInline


class CartLineInline(ReadOnlyInline):
    model = CartLine
    fields = ("product", "quantity")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CartLine]:
        lines: QuerySet[CartLine] = super().get_queryset(request)
        return lines.select_related("product")


@admin.register(Cart)
class CartAdmin(ModelAdmin):
    """What people are about to order; theirs to change, ours to look at."""

    list_display = ("company", "user", "line_count")
    list_select_related = ("company", "user")
    search_fields = ("company__name", "company__number", "user__email")
    inlines = (CartLineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cart]:
        carts: QuerySet[Cart] = super().get_queryset(request)
        return carts.annotate(line_count=Count("lines"))

    @admin.display(description=_("lines"), ordering="line_count")
    def line_count(self, cart: Cart) -> int:
        return cart.line_count  # type: ignore[attr-defined, no-any-return]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Cart | None = None) -> bool:
        return False
