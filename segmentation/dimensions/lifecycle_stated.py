"""Who looks after a company, and how important it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind

LIFECYCLE_STATED = (
    Dimension(
        key="key_account",
        label=_("Key account"),
        kind=Kind.YES_NO,
        family=Family.LIFECYCLE,
        kin="key_account",
        if_yes=_("Is a key account"),
        if_no=_("Is not a key account"),
        help=_("Whether somebody made the company a key account."),
    ),
    Dimension(
        key="key_account_suggested",
        label=_("Suggested as a key account"),
        kind=Kind.YES_NO,
        family=Family.LIFECYCLE,
        kin="key_account",
        if_yes=_("Is suggested as a key account"),
        if_no=_("Is not suggested as a key account"),
        help=_("Worth a look before somebody makes it a key account."),
        method=_(
            "Among the fifth of companies with the largest margin of 12 months, of all whose margin is known, and"
            " bought no less in these 12 months than in the 12 before. Unknown while the margin is. Not suggested"
            " while somebody put it aside."
        ),
    ),
    Dimension(
        key="margin_rank",
        label=_("Place by margin"),
        kind=Kind.NUMBER,
        family=Family.LIFECYCLE,
        help=_("1 is the company with the largest margin of 12 months."),
        method=_("Counted among all companies whose margin is known, once a day. Equal margins share a place."),
    ),
    Dimension(
        key="account_manager",
        label=_("Account manager"),
        kind=Kind.TEXT,
        family=Family.LIFECYCLE,
        help=_("Who looks after the company."),
    ),
)
