"""What this shop tells companies apart by, beyond what the plugin brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind
from segmentation.registry import register_dimensions

register_dimensions(
    Dimension(
        key="life_stage",
        label=_("Life stage"),
        kind=Kind.CHOICE,
        family=Family.LIFECYCLE,
        choices={
            "founding": _("Founding"),
            "growing": _("Growing"),
            "settled": _("Settled"),
            "moving": _("Moving or rebuilding"),
            "winding_down": _("Winding down"),
        },
        help=_("Where the company stands in its own life, as its account manager sees it."),
    ),
    Dimension(
        key="attitude",
        label=_("Attitude to us"),
        kind=Kind.CHOICE,
        family=Family.LIFECYCLE,
        choices={
            "enthusiast": _("Recommends us"),
            "content": _("Content"),
            "indifferent": _("Indifferent"),
            "critical": _("Critical"),
        },
        help=_("How the company speaks of us, as its account manager hears it."),
    ),
    Dimension(
        key="showroom_visits",
        label=_("Visits to the showroom"),
        kind=Kind.NUMBER,
        help=_("How often somebody of the company came to the showroom in the last 12 months."),
    ),
)
