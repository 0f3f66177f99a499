"""Which blocks the front page has for whom.

Pictures and prices of all products on the page are fetched together, so that the page of a company that buys in every
way stays within twelve queries. Where a usual order and a choice to compare stand there already, new ideas are told
in words, without pictures.
"""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.utils import timezone

from segmentation.contracts import Buyclass
from segmentation.public import FeatureSet
from shop.companies.models import Company
from shop.inspiration.selectors import latest_pages, published_pages
from shop.segmentation_bridge.volume import volume_prices_for
from shop.storefront.offers import offer_products
from shop.storefront.pages.home.blocks import Block, order_blocks
from shop.storefront.pages.home.selectors import choices_among, last_order, main_categories, products_to_compare
from shop.storefront.pages.reorder.usual import usual_rows


def compose_home(features: FeatureSet, *, company: Company | None) -> list[Block]:
    """The blocks of the front page in their order."""
    own = _company_blocks(features, company=company) if company else []
    names = {block.name for block in own}
    blocks = [*own, *_idea_blocks(features, in_words={"usual_order", "compare"} <= names)]
    if "usual_order" not in names:
        blocks.append(Block("categories", {"categories": main_categories()}))
    return order_blocks(blocks, features.segments)


def _company_blocks(features: FeatureSet, *, company: Company) -> list[Block]:
    """What the company's own orders and prices give: the usual order, the quick order and a choice to compare."""
    most = features.count("reorder", "items") if features.has("reorder") else 0
    items = usual_rows(company, as_of=timezone.localdate(), limit=most) if most else []
    compared = products_to_compare(
        company, is_wanted=lambda key: features.has("volume_prices", key) or features.has("alternatives", key)
    )
    products = [*(item.product for item in items), *compared]
    prefetch_related_objects(products, "pictures")
    offers = offer_products(products, company=company)
    usual_offers, compared_offers = offers[: len(items)], offers[len(items) :]

    blocks = []
    if items:
        rows = [(item, offer) for item, offer in zip(items, usual_offers, strict=True) if offer.price is not None]
        shows_prices = features.value("reorder", "prices")
        content = {"rows": rows, "last_order": last_order(company), "shows_prices": shows_prices}
        blocks.append(Block("usual_order", content, Buyclass.ROUTINE, features.because("reorder")))
    if features.has("quick_order"):
        blocks.append(Block("quick_order", {}, Buyclass.ROUTINE, features.because("quick_order")))
    if compared:
        volume_in = volume_prices_for(features)
        choices = choices_among(compared_offers, volume_in=volume_in, steps=features.count("volume_prices", "steps"))
        because = _why_compare(features, category=compared[0].category.slug)
        blocks.append(Block("compare", {"choices": choices}, Buyclass.MAJOR, because))
    return blocks


def _why_compare(features: FeatureSet, *, category: str) -> str:
    """Why there is a choice to compare: because of the company as a whole, else of how it buys in the category."""
    keys = ("volume_prices", "alternatives")
    lines = [features.because(key, where) for where in ("", category) for key in keys if features.has(key, where)]
    return lines[0]


def _idea_blocks(features: FeatureSet, *, in_words: bool) -> list[Block]:
    if not features.has("inspiration"):
        return []
    most, because = features.count("inspiration", "pages"), features.because("inspiration")
    if in_words:
        pages = list(published_pages().select_related(None)[:most])
        return [Block("ideas_in_words", {"pages": pages}, Buyclass.NEW, because)] if pages else []
    cards = latest_pages(most)
    return [Block("ideas", {"cards": cards}, Buyclass.NEW, because)] if cards else []
