"""Which blocks the front page has for whom.

Pictures and prices of all products on the page are fetched together, so that the page of a company that buys in every
way stays within twelve queries. Where a usual order and a choice to compare stand there already, new ideas are told
in words, without pictures.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.utils import timezone

from segmentation.contracts import Buyclass, FeatureAnswer
from segmentation.public import FeatureSet
from shop.companies.models import Company
from shop.inspiration.selectors import latest_pages, published_pages
from shop.segmentation_bridge.volume import volume_prices_for
from shop.storefront.offers import offer_products
from shop.storefront.pages.home.blocks import Block, feature_block, order_blocks
from shop.storefront.pages.home.selectors import choices_among, last_order, main_categories, products_to_compare
from shop.storefront.pages.reorder.usual import usual_rows

IDEAS = 3
USUAL = 12


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
    reorder = features.answer("reorder")
    items = usual_rows(company, as_of=timezone.localdate(), limit=USUAL) if reorder.enabled else []
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
        content = {"rows": rows, "last_order": last_order(company)}
        blocks.append(feature_block("usual_order", reorder, serves=Buyclass.ROUTINE, **content))
    quick_order = features.answer("quick_order")
    if quick_order.enabled:
        blocks.append(feature_block("quick_order", quick_order, serves=Buyclass.ROUTINE))
    if compared:
        volume_in = volume_prices_for(features)
        answer = _first_on(features, ("volume_prices", "alternatives"), category=compared[0].category.slug)
        choices = choices_among(compared_offers, volume_in=volume_in)
        blocks.append(feature_block("compare", answer, serves=Buyclass.MAJOR, choices=choices))
    return blocks


def _first_on(features: FeatureSet, keys: Sequence[str], *, category: str) -> FeatureAnswer:
    """The answer that says best why one of these features is on: for the company as a whole, else in the category."""
    answers = [features.answer(key, where) for where in ("", category) for key in keys]
    return next(answer for answer in answers if answer.enabled)


def _idea_blocks(features: FeatureSet, *, in_words: bool) -> list[Block]:
    inspiration = features.answer("inspiration")
    if not inspiration.enabled:
        return []
    if in_words:
        pages = list(published_pages().select_related(None)[:IDEAS])
        block = feature_block("ideas_in_words", inspiration, serves=Buyclass.NEW, pages=pages)
        return [block] if pages else []
    cards = latest_pages(IDEAS)
    return [feature_block("ideas", inspiration, serves=Buyclass.NEW, cards=cards)] if cards else []
