from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminSelectWidget

from shop.catalogue.admin_inlines import SharedChoicesInline
from shop.catalogue.models import (
    Attribute,
    AttributeValue,
    Brand,
    Category,
    Product,
    ProductPicture,
    ProductRelation,
)

INDENT = "\N{NO-BREAK SPACE}" * 4


class CategoryChoiceField(forms.ModelChoiceField):
    """The tree as a list, indented."""

    def label_from_instance(self, obj: Category) -> str:
        return f"{INDENT * (obj.depth - 1)}{obj.name}"


class CategoryForm(forms.ModelForm):
    parent = CategoryChoiceField(
        Category.objects.none(),
        label=_("below"),
        required=False,
        empty_label=_("(at the top)"),
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Category
        fields: ClassVar[list[str]] = ["name", "slug", "description", "picture"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = Category.get_tree()
        if self.instance.pk:
            possible = possible.exclude(path__startswith=self.instance.path)
            self.initial["parent"] = self.instance.get_parent()
        self.fields["parent"].queryset = possible  # type: ignore[attr-defined]


@admin.register(Category)
class CategoryAdmin(ModelAdmin):
    form = CategoryForm
    fields = ("parent", "name", "slug", "description", "picture")
    list_display = ("indented_name", "slug", "description")
    search_fields = ("name", "slug")
    ordering = ("path",)
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"slug": ("name",)}

    @admin.display(description=_("name"), ordering="path")
    def indented_name(self, category: Category) -> str:
        return f"{INDENT * (category.depth - 1)}{category.name}"

    def get_prepopulated_fields(self, request: HttpRequest, obj: Category | None = None) -> dict[str, tuple[str, ...]]:
        # Orders and segmentation know a category by its key, so a new name does not change it.
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Category, form: CategoryForm, change: bool) -> None:
        parent = form.cleaned_data["parent"]
        if not change:
            parent.add_child(instance=obj) if parent else Category.add_root(instance=obj)
            return
        obj.save()
        if {"parent", "name"} & set(form.changed_data):
            obj.move(parent or Category.get_first_root_node(), "sorted-child" if parent else "sorted-sibling")


@admin.register(Brand)
class BrandAdmin(ModelAdmin):
    list_display = ("name", "is_top_grade")
    search_fields = ("name",)


@admin.register(Attribute)
class AttributeAdmin(ModelAdmin):
    list_display = ("name", "key", "unit")
    search_fields = ("name", "key")
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"key": ("name",)}


class AttributeValueInline(SharedChoicesInline):
    model = AttributeValue
    shared_choices = ("attribute",)


class PictureInline(TabularInline):
    model = ProductPicture
    extra = 0


@admin.register(Product)
class ProductAdmin(ModelAdmin):
    """A product with everything about it; the apps that know its prices and its stock add their own parts."""

    list_display = ("name", "sku", "category", "brand", "unit", "is_active")
    list_select_related = ("category", "brand")
    list_filter = ("is_active", "category", "brand")
    search_fields = ("sku", "name", "brand__name")
    autocomplete_fields = ("successor",)
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"slug": ("name",)}
    inlines: ClassVar[list[type[Any]]] = [AttributeValueInline, PictureInline]
    actions = ("put_up_for_sale", "take_off_sale")
    fieldsets = (
        (None, {"fields": ("sku", "name", "slug", "category", "brand", "description", "is_active", "launched_on")}),
        (_("How it is sold"), {"fields": ("unit", "pack_size", "minimum_quantity", "quantity_multiple", "successor")}),
        (_("What it costs us"), {"fields": ("unit_cost",)}),
    )

    @admin.action(description=_("Put up for sale"), permissions=["change"])
    def put_up_for_sale(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        queryset.update(is_active=True)

    @admin.action(description=_("Take off sale"), permissions=["change"])
    def take_off_sale(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        queryset.update(is_active=False)


@admin.register(ProductRelation)
class ProductRelationAdmin(ModelAdmin):
    """Which products do the same, and which go with which; shown to buyers before anything worked out from orders."""

    list_display = ("product", "kind", "other", "position")
    list_select_related = ("product", "other")
    list_filter = ("kind",)
    search_fields = ("product__sku", "product__name", "other__sku", "other__name")
    autocomplete_fields = ("product", "other")
