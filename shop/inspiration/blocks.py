"""The pieces an inspiration page is put together from.

Headings below the title are all of one level, so that their order is always right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from shop.inspiration.choosers import ProductChooserBlock
from shop.inspiration.link_targets import category_choices, validate_address

TEMPLATES = "shop/inspiration/blocks"
TEXT_FEATURES = ["bold", "italic", "ol", "ul"]
"""No links in running text: each text with one would cost a query. The call to action is for that."""


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        template = f"{TEMPLATES}/picture.html"
        icon = "image"
        label = _("Picture")
        description = _("One large picture with a caption under it.")


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=24)

    class Meta:
        template = f"{TEMPLATES}/gallery.html"
        icon = "grip"
        label = _("Gallery")
        description = _("Several pictures side by side; a click opens them large.")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What was said"), max_length=600, rows=3)
    said_by = blocks.CharBlock(label=_("Who said it"), max_length=120, required=False)

    class Meta:
        template = f"{TEMPLATES}/quote.html"
        icon = "openquote"
        label = _("Quote")


class ProductSetBlock(blocks.StructBlock):
    """Products of the catalogue under one caption: those for sale, with prices where the page brings some."""

    caption = blocks.CharBlock(label=_("Caption"), max_length=120)
    text = blocks.CharBlock(label=_("A line about them"), max_length=300, required=False)
    products = blocks.ListBlock(ProductChooserBlock(), label=_("Products"), min_num=1, max_num=24)

    class Meta:
        template = f"{TEMPLATES}/product_set.html"
        icon = "tag"
        label = _("Product set")
        description = _("Products from the catalogue. One that is no longer sold disappears by itself.")

    def get_context(self, value: Mapping[str, Any], parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        prices: Mapping[int, Any] = context.get("prices") or {}
        context["lines"] = [(product, prices.get(product.pk)) for product in for_sale(value["products"])]
        return context


def for_sale(products: Sequence[Any]) -> list[Any]:
    """The chosen products that can still be bought, each once, in the editor's order."""
    return list({product.pk: product for product in products if product is not None and product.is_active}.values())


class CategoryBlock(blocks.ChoiceBlock):
    """A category by its key, chosen from all of them."""

    def normalize_choice(self, value: str) -> str:
        """The key as it is stored; looking it up among the choices would cost every page a query a button."""
        return value


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), max_length=300, required=False)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    category = CategoryBlock(label=_("Leads to this category"), choices=category_choices, required=False)
    address = blocks.CharBlock(
        label=_("or to this address"),
        max_length=300,
        required=False,
        validators=[validate_address],
        help_text=_("A page of this shop, such as /inspiration/, or a full https:// address."),
    )

    class Meta:
        template = f"{TEMPLATES}/call_to_action.html"
        icon = "arrow-right"
        label = _("Call to action")
        description = _("A button that leads to a category or another page.")

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["category"]) == bool(cleaned["address"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Choose either a category or an address, not both."))]
            )
        return cleaned

    def get_context(self, value: Mapping[str, Any], parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["target"] = value["address"] or reverse("category", args=[value["category"]])
        return context


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, icon="title", template=f"{TEMPLATES}/heading.html")
    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template=f"{TEMPLATES}/text.html"
    )
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    product_set = ProductSetBlock()
    call_to_action = CallToActionBlock()
