from __future__ import annotations

from django.core.files.base import ContentFile
from wagtail.images.models import Image

from shop.inspiration.models import InspirationPage
from shop.inspiration.services.set_up_inspiration import set_up_inspiration

DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='700' viewBox='0 0 1200 700'/>"


def publish_ideas(number: int) -> None:
    """Inspiration pages, each with a picture of its own."""
    inspiration = set_up_inspiration()
    for position in range(number):
        picture = Image.objects.create(
            title=f"Room {position}",
            collection=inspiration.pictures,
            file=ContentFile(DRAWING, name="room.svg"),
            width=1200,
            height=700,
        )
        inspiration.index.add_child(
            instance=InspirationPage(
                title=f"Room {position}", slug=f"room-{position}", intro="In short.", hero_picture=picture
            )
        )
