from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Category

_validate_https = URLValidator(schemes=["https"])


def category_choices() -> list[tuple[str, str]]:
    """Every category by its key, indented by its place in the tree."""
    tree = Category.objects.order_by("path").values_list("slug", "name", "depth")
    return [(slug, "\u2003" * (depth - 1) + name) for slug, name, depth in tree]


def validate_address(value: str) -> None:
    """Refuses what is neither a path of this shop nor a full https address, script addresses among them."""
    if value.startswith("/") and not value.startswith(("//", "/\\")):
        return
    try:
        _validate_https(value)
    except ValidationError:
        raise ValidationError(_("Give a path such as /inspiration/ or a full https:// address.")) from None
