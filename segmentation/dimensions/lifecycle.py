"""How far a company has come as a customer, worked out from its orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind

LIFECYCLE = (
    Dimension(
        key="lifecycle",
        label=_("Stage as a customer"),
        kind=Kind.CHOICE,
        family=Family.LIFECYCLE,
        kin="growth",
        choices={
            "prospect": _("Has not ordered yet"),
            "first_order": _("First order"),
            "growing": _("Growing"),
            "stable": _("Stable"),
            "declining": _("Declining"),
            "lapsed": _("Lapsed"),
        },
        help=_("How far the company has come, by its activity, its orders and what it buys in a year."),
        method=_(
            "Lapsed as its activity says; first order with one order; declining if at risk, or buying at least 10 % "
            "less than the year before; growing if at least 10 % more, or for the first year; else stable."
        ),
        column="lifecycle",
    ),
)
