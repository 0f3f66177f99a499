from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from django.core.files.base import ContentFile
from wagtail.images.models import Image

from shop.companies.models import User
from shop.inspiration.models import InspirationPage
from shop.inspiration.services.set_up_inspiration import Inspiration, set_up_inspiration
from tests.factories import UserFactory

DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='700' viewBox='0 0 1200 700'/>"

MakePage = Callable[..., InspirationPage]


@pytest.fixture
def inspiration(db: None) -> Inspiration:
    return set_up_inspiration()


@pytest.fixture
def editor(inspiration: Inspiration) -> User:
    person = UserFactory()
    person.groups.add(inspiration.editors)
    return person


@pytest.fixture
def make_picture(inspiration: Inspiration) -> Callable[[str], Image]:
    def make(title: str) -> Image:
        return Image.objects.create(
            title=title, collection=inspiration.pictures, file=ContentFile(DRAWING, name="drawing.svg")
        )

    return make


@pytest.fixture
def make_page(inspiration: Inspiration) -> MakePage:
    """Publishes a page; its body is given as pairs of block type and stored value."""

    def make(title: str = "A quiet room", *, body: list[tuple[str, Any]] = (), **fields: Any) -> InspirationPage:
        slug = fields.pop("slug", title.lower().replace(" ", "-"))
        stored = [
            {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{slug}/{place}"))}
            for place, (kind, value) in enumerate(body)
        ]
        page = InspirationPage(title=title, slug=slug, intro="In short.", body=json.dumps(stored), **fields)
        inspiration.index.add_child(instance=page)
        return InspirationPage.objects.get(pk=page.pk)

    return make


def _item(value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(uuid4())}


def picture_value(image: Image, caption: str = "") -> dict[str, Any]:
    return {"image": {"image": image.pk, "alt_text": f"Shows {image.title}", "decorative": False}, "caption": caption}


def gallery_value(images: list[Image], title: str = "Look around") -> dict[str, Any]:
    return {"title": title, "pictures": [_item(picture_value(image)) for image in images]}


def set_value(products: list[Any], caption: str = "To go with it") -> dict[str, Any]:
    return {
        "caption": caption,
        "text": "",
        "products": [_item(product.pk) for product in products],
    }
