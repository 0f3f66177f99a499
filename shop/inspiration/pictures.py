"""Pictures at the sizes the pages show them in, looked up for a whole page at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.db.models.query import Prefetch
from wagtail.images.models import Image, Rendition

if TYPE_CHECKING:
    from shop.inspiration.models import InspirationPage

HERO = "fill-1200x700|format-webp|preserve-svg"
CARD = "fill-640x400|format-webp|preserve-svg"
"""Both are drawn unchanged when the picture is a drawing, which has no pixels to save."""


def pictures_in(page: InspirationPage) -> list[Image]:
    """Every picture of a page, the one at the top included."""
    found = [page.hero_picture]
    for block in page.body:
        if block.block_type == "picture":
            found.append(block.value["image"])
        elif block.block_type == "gallery":
            found += [picture["image"] for picture in block.value["pictures"]]
    return [picture for picture in found if picture is not None]


def load_renditions(pictures: Iterable[Image]) -> None:
    """Gives every picture the sizes already made of it, in one query; asking each would be a query each."""
    pictures = list(pictures)
    if pictures:
        prefetch_related_objects(
            pictures, Prefetch("renditions", Rendition.objects.all(), to_attr="prefetched_renditions")
        )
