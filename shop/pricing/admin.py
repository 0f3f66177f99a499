from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline

from shop.catalogue.admin import ProductAdmin
from shop.catalogue.admin_inlines import SharedChoicesInline
from shop.companies.admin import CompanyAdmin
from shop.pricing.models import CompanyPriceList, Price, PriceList


class PriceInline(SharedChoicesInline):
    model = Price
    shared_choices = ("price_list",)
    ordering = ("price_list__name", "from_quantity")


class AgreedPricesInline(StackedInline):
    model = CompanyPriceList
    extra = 0


@admin.register(PriceList)
class PriceListAdmin(ModelAdmin):
    list_display = ("name", "is_default", "price_count", "company_count")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PriceList]:
        lists: QuerySet[PriceList] = super().get_queryset(request)
        return lists.annotate(
            price_count=Count("prices", distinct=True), company_count=Count("companies", distinct=True)
        )

    @admin.display(description=_("prices"), ordering="price_count")
    def price_count(self, price_list: PriceList) -> int:
        return price_list.price_count  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("companies"), ordering="company_count")
    def company_count(self, price_list: PriceList) -> int:
        return price_list.company_count  # type: ignore[attr-defined, no-any-return]


@admin.register(Price)
class PriceAdmin(ModelAdmin):
    list_display = ("product", "price_list", "from_quantity", "unit_price")
    list_select_related = ("product", "price_list")
    list_filter = ("price_list",)
    search_fields = ("product__sku", "product__name")
    autocomplete_fields = ("product", "price_list")
    ordering = ("product__name", "price_list__name", "from_quantity")


ProductAdmin.inlines.append(PriceInline)
CompanyAdmin.inlines.append(AgreedPricesInline)
