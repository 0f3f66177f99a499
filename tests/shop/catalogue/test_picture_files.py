from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from shop.catalogue.models import Category, ProductPicture
from shop.catalogue.picture_files import MAX_BYTES


@pytest.mark.parametrize("field", [Category._meta.get_field("picture"), ProductPicture._meta.get_field("file")])
@pytest.mark.parametrize(
    ("name", "size", "taken"),
    [("chair.png", MAX_BYTES, True), ("chair.png", MAX_BYTES + 1, False), ("chair.html", 10, False)],
)
def test_only_pictures_of_a_bounded_size_are_taken(field, name: str, size: int, taken: bool) -> None:
    file = ContentFile(b"x" * size, name=name)

    try:
        field.run_validators(file)
        was_taken = True
    except ValidationError:
        was_taken = False

    assert was_taken == taken
