from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from shop.catalogue.models import Product
from shop.inspiration.blocks import for_sale
from shop.inspiration.models import InspirationIndexPage, InspirationPage
from shop.inspiration.pictures import CARD, load_renditions


@dataclass(frozen=True, kw_only=True)
class PageCard:
    """What a list shows of an inspiration page."""

    title: str
    intro: str
    picture_url: str
    url: str


def published_pages() -> QuerySet[InspirationPage]:
    """Inspiration pages that visitors may see now, newest first, with their large pictures."""
    live: QuerySet[InspirationPage] = InspirationPage.objects.live()
    return live.select_related("hero_picture").order_by("-first_published_at", "-pk")


def published_page(slug: str) -> InspirationPage | None:
    """The page of that address, if visitors may see it now."""
    return published_pages().filter(slug=slug).first()


def published_index() -> InspirationIndexPage | None:
    """The front page of inspiration, if there is one."""
    index: InspirationIndexPage | None = InspirationIndexPage.objects.live().first()
    return index


def latest_pages(limit: int | None) -> list[PageCard]:
    """Cards of the newest pages, in two queries for any number; None means all of them."""
    pages = list(published_pages()[:limit])
    load_renditions(page.hero_picture for page in pages if page.hero_picture)
    return [
        PageCard(
            title=page.title,
            intro=page.intro,
            picture_url=page.hero_picture.get_rendition(CARD).url if page.hero_picture else "",
            url=reverse("inspiration-page", args=[page.slug]),
        )
        for page in pages
    ]


def products_of(page: InspirationPage) -> list[Product]:
    """The products on the page that are for sale, each once."""
    return for_sale([p for block in page.body if block.block_type == "product_set" for p in block.value["products"]])


def products_of_set(page: InspirationPage, set_id: str) -> list[Product]:
    """The products for sale of one set of the page; none if the page has no such set."""
    for block in page.body:
        if block.block_type == "product_set" and block.id == set_id:
            return for_sale(block.value["products"])
    return []
