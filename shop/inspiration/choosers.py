"""The window in which an editor finds a product by name, item number, brand or category."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from shop.catalogue.models import Product
from shop.catalogue.selectors import search_products


class ProductFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Name, item number, brand or category")}),
    )

    def filter(self, objects: QuerySet[Product]) -> QuerySet[Product]:
        objects = super().filter(objects)
        text = self.cleaned_data["q"].strip()
        if not text:
            return objects
        self.is_searching = True
        self.search_query = text
        return objects.filter(pk__in=search_products(text).order_by().values("pk"))


class _ProductColumns:
    filter_form_class = ProductFilterForm

    def get_object_list(self) -> QuerySet[Product]:
        return Product.objects.filter(is_active=True).select_related("category")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("category", label=_("Category"), accessor="category"),
        ]


class ChooseProductView(_ProductColumns, ChooseView):
    pass


class ChooseProductResultsView(_ProductColumns, ChooseResultsView):
    pass


class BaseProductChooserBlock(ChooserBlock):
    def bulk_to_python(self, values: Iterable[int | None]) -> list[Product | None]:
        """All products of a page with what a product card shows, in two queries, those no longer for sale included."""
        values = list(values)
        found = (
            Product.objects.select_related("brand", "category")
            .prefetch_related("pictures")
            .in_bulk({value for value in values if value is not None})
        )
        return [found.get(value) for value in values]  # type: ignore[arg-type]


class ProductChooserViewSet(ChooserViewSet):
    model = Product
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    edit_item_text = _("Edit this product")
    choose_view_class = ChooseProductView
    choose_results_view_class = ChooseProductResultsView
    base_block_class = BaseProductChooserBlock
    per_page = 20


product_chooser_viewset = ProductChooserViewSet("inspiration_product_chooser", url_prefix="choose-product")
ProductChooserBlock = product_chooser_viewset.get_block_class(
    name="ProductChooserBlock", module_path="shop.inspiration.choosers"
)
