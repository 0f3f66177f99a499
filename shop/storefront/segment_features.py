"""Everything a segment can be given or denied in this shop."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.contracts import Buyclass, Feature
from segmentation.registry import register_features

register_features(
    Feature(
        key="reorder",
        label=_("Order again"),
        help=_("Their usual items on the front page, and any earlier order put back into the cart after a check."),
        serves=frozenset({Buyclass.ROUTINE}),
    ),
    Feature(
        key="quick_order",
        label=_("Quick order"),
        help=_("Paste item numbers and quantities, and put them all into the cart at once."),
        serves=frozenset({Buyclass.ROUTINE}),
    ),
    Feature(
        key="volume_prices",
        label=_("Volume prices"),
        help=_("Lower unit prices from larger quantities, on the product page and in the cart."),
        serves=frozenset({Buyclass.MAJOR}),
        per_category=True,
    ),
    Feature(
        key="alternatives",
        label=_("Alternatives"),
        help=_("Similar products side by side, with price, stock and the facts that differ."),
        serves=frozenset({Buyclass.MAJOR}),
        per_category=True,
    ),
    Feature(
        key="bought_nearby",
        label=_("Bought near you"),
        help=_("What companies nearby buy, without names or numbers; only what several of them have in common."),
        serves=frozenset({Buyclass.NEW}),
    ),
    Feature(
        key="inspiration",
        label=_("Inspiration"),
        help=_("Pages with ideas for rooms and tasks, written by the shop's own people."),
        serves=frozenset({Buyclass.NEW}),
    ),
)
