"""Everything a segment can be given or denied in this shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segmentation.contracts import Buyclass, Feature
from segmentation.parameter import Parameter, ParameterKind
from segmentation.registry import register_features
from shop.segmentation_bridge.people import MAY_ORDER

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


def _how_many(key: str, label: StrPromise, *, default: int, most: int) -> Parameter:
    return Parameter(key=key, label=label, kind=ParameterKind.WHOLE, default=default, minimum=1, maximum=most)


register_features(
    Feature(
        key="reorder",
        label=_("Order again"),
        help=_("Their usual items on the front page, and any earlier order put back into the cart after a check."),
        serves=frozenset({Buyclass.ROUTINE}),
        parameters=(
            _how_many("items", _("Usual items on the front page"), default=12, most=50),
            Parameter(
                key="prices",
                label=_("Prices beside the usual items"),
                help=_("Without them the list is shorter; the cart tells prices anyhow."),
                kind=ParameterKind.FLAG,
                default=True,
            ),
        ),
    ),
    Feature(
        key="quick_order",
        label=_("Quick order"),
        help=_("Paste item numbers and quantities, and put them all into the cart at once. For people who may order."),
        serves=frozenset({Buyclass.ROUTINE}),
        permission=MAY_ORDER,
        parameters=(_how_many("lines", _("Lines the empty box is high"), default=10, most=40),),
    ),
    Feature(
        key="volume_prices",
        label=_("Volume prices"),
        help=_("Lower unit prices from larger quantities, on the product page and in the cart."),
        serves=frozenset({Buyclass.MAJOR}),
        per_category=True,
        parameters=(
            _how_many("steps", _("Steps told of a product on the front page"), default=3, most=10),
            Parameter(
                key="saving",
                label=_("How a product's page tells what is saved"),
                kind=ParameterKind.CHOICE,
                default="percent",
                choices=(("percent", _("in percent")), ("amount", _("as an amount off each"))),
            ),
        ),
    ),
    Feature(
        key="alternatives",
        label=_("Alternatives"),
        help=_("Similar products side by side, with price, stock and the facts that differ."),
        serves=frozenset({Buyclass.MAJOR}),
        per_category=True,
        parameters=(_how_many("products", _("Products beside the one looked at"), default=3, most=6),),
    ),
    Feature(
        key="bought_nearby",
        label=_("Bought near you"),
        help=_("What companies nearby buy, without names or numbers; only what several of them have in common."),
        serves=frozenset({Buyclass.NEW}),
        parameters=(_how_many("products", _("Products shown"), default=4, most=12),),
    ),
    Feature(
        key="inspiration",
        label=_("Inspiration"),
        help=_("Pages with ideas for rooms and tasks, written by the shop's own people."),
        serves=frozenset({Buyclass.NEW}),
        parameters=(_how_many("pages", _("Pages on the front page"), default=3, most=12),),
    ),
)
