from __future__ import annotations

import json
from itertools import chain, zip_longest
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Collection

from shop.catalogue.models import Category, Product
from shop.inspiration.models import InspirationIndexPage, InspirationPage
from shop.inspiration.scenes.page_pictures import page_pictures
from shop.inspiration.services.demo_content import DemoPage, DemoSet
from shop.inspiration.services.demo_pages_for_meeting import MEETING
from shop.inspiration.services.demo_pages_for_working import WORKING
from shop.inspiration.services.set_up_inspiration import set_up_inspiration


@transaction.atomic
def load_inspiration_demo() -> list[InspirationPage]:
    """Publishes the demo shop's inspiration pages and returns them; a page that an editor has changed stays as it is.

    Run again, it changes only what differs, so that product sets follow a catalogue that was made anew.
    """
    inspiration = set_up_inspiration()
    images = _load_pictures(inspiration.pictures)
    catalogue = _products_by_category()
    return [_load_page(demo, inspiration.index, images, catalogue) for demo in WORKING + MEETING]


def _load_pictures(collection: Collection) -> dict[str, Image]:
    there = {image.title: image for image in Image.objects.filter(collection=collection)}
    images = {}
    for key, scene in page_pictures().items():
        images[key] = there.get(scene.title) or Image.objects.create(
            title=scene.title,
            description=scene.shows,
            collection=collection,
            file=ContentFile(scene.svg.encode(), name=f"{key}.svg"),
        )
    return images


def _products_by_category() -> dict[str, list[int]]:
    by_category: dict[str, list[int]] = {}
    for key, product_id in Product.objects.filter(is_active=True).order_by("sku").values_list("category__slug", "pk"):
        by_category.setdefault(key, []).append(product_id)
    return by_category


def _load_page(
    demo: DemoPage, index: InspirationIndexPage, images: dict[str, Image], catalogue: dict[str, list[int]]
) -> InspirationPage:
    body = [
        block for i, part in enumerate(demo.body) if (block := _block(f"{demo.slug}/{i}", *part, images, catalogue))
    ]
    page: InspirationPage | None = (
        InspirationPage.objects.filter(slug=demo.slug).select_related("latest_revision").first()
    )
    if page is None:
        page = index.add_child(instance=InspirationPage(slug=demo.slug, title=demo.title, intro=demo.intro))
    elif _changed_by_an_editor(page) or list(page.body.raw_data) == body:
        return page
    page.hero_picture = images[demo.hero]
    page.body = json.dumps(body)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _changed_by_an_editor(page: InspirationPage) -> bool:
    return page.latest_revision is not None and page.latest_revision.user_id is not None


def _block(
    name: str, kind: str, told: Any, images: dict[str, Image], catalogue: dict[str, list[int]]
) -> dict[str, Any] | None:
    """One block as a page stores it; None for products of which the catalogue has none."""
    if kind == "product_set":
        value = _product_set(name, told, catalogue)
    elif kind == "picture":
        value = _picture(images[told[0]], told[1])
    elif kind == "gallery":
        pictures = [_item(f"{name}/{key}", _picture(images[key], text)) for key, text in told["pictures"].items()]
        value = {"title": told["title"], "pictures": pictures}
    elif kind == "call_to_action":
        value = _call_to_action(told)
    else:
        value = told
    return value and {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, name))}


def _item(name: str, value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(uuid5(NAMESPACE_URL, name))}


def _picture(image: Image, caption: str) -> dict[str, Any]:
    return {"image": {"image": image.pk, "decorative": False, "alt_text": image.description}, "caption": caption}


def _product_set(name: str, told: DemoSet, catalogue: dict[str, list[int]]) -> dict[str, Any] | None:
    """Products of the named categories in turn, so that one set shows several kinds."""
    kinds = [catalogue[key] for word in told.categories for key in sorted(catalogue) if _has_word(key, word)]
    in_turn = dict.fromkeys(chain.from_iterable(zip_longest(*kinds)))
    in_turn.pop(None, None)
    chosen = list(in_turn)[: told.count]
    items = [_item(f"{name}/{product_id}", product_id) for product_id in chosen]
    return {"caption": told.caption, "text": told.text, "products": items} if items else None


def _call_to_action(told: dict[str, Any]) -> dict[str, Any]:
    """Leads to the first of the named categories that there is, else to the front page of inspiration."""
    slugs = Category.objects.order_by("depth", "slug").values_list("slug", flat=True)
    category = next((slug for word in told["categories"] for slug in slugs if _has_word(slug, word)), "")
    words = {key: told[key] for key in ("title", "text", "label")}
    return {**words, "category": category, "address": "" if category else "/inspiration/"}


def _has_word(key: str, start: str) -> bool:
    """Whether a word of the category's key starts so: "chair" finds office-chairs."""
    return any(word.startswith(start) for word in key.split("-"))
