"""How a company buys, worked out from its orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind, Subject

BUYCLASSES = {"routine": _("Routine"), "major": _("Major repurchase"), "new": _("New")}

BEHAVIOUR = (
    Dimension(
        key="buyclass",
        label=_("Buying type"),
        kind=Kind.CHOICE,
        family=Family.BEHAVIOUR,
        choices=BUYCLASSES,
        help=_("How the company mostly buys: the type an admin chose, else the one its orders say."),
        method=_("The largest of the three shares, as weighed by the classifier."),
        column="buyclass",
    ),
    Dimension(
        key="mixed",
        label=_("Mixed"),
        kind=Kind.YES_NO,
        family=Family.BEHAVIOUR,
        help=_("Whether the company buys in all three ways, none above one half, and no admin chose its type."),
        method=_("No share is above one half."),
        column="mixed",
    ),
    Dimension(
        key="share_routine",
        label=_("Share of routine buying"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        help=_("How much of its buying repeats what it bought before, from 0 to 1."),
        column="share_routine",
    ),
    Dimension(
        key="buyclass_in_category",
        label=_("Buying type in a category"),
        kind=Kind.CHOICE,
        family=Family.BEHAVIOUR,
        choices=BUYCLASSES,
        help=_("How the company buys in the categories you name."),
        subject=Subject.CATEGORY,
    ),
)
