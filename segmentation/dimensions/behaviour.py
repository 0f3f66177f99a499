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
        label=_("Mixed buying"),
        kind=Kind.YES_NO,
        family=Family.BEHAVIOUR,
        if_yes=_("Buys in a mixed way"),
        if_no=_("Does not buy in a mixed way"),
        help=_("Whether the company buys in all three ways, none above one half, and no admin chose its type."),
        method=_("From the second order on, if each of the three shares is below one half."),
        column="mixed",
    ),
    Dimension(
        key="share_routine",
        label=_("Share of routine buying"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        most=1,
        help=_("How much of its buying repeats what it bought before, from 0 to 1."),
        method=_("Lines with a known item in its usual quantity; late orders count more than early ones."),
        column="share_routine",
    ),
    Dimension(
        key="share_major",
        label=_("Share of major repurchases"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        most=1,
        help=_("How much of its buying is a fresh decision about a known need, from 0 to 1."),
        method=_("Lines with another item or quantity in a known category, and unusually large orders."),
        column="share_major",
    ),
    Dimension(
        key="share_new",
        label=_("Share of new buying"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        most=1,
        help=_("How much of its buying is in categories it never bought before, from 0 to 1."),
        method=_("Lines in a category that is bought for the first time."),
        column="share_new",
    ),
    Dimension(
        key="confidence",
        label=_("How sure the buying type is"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        most=1,
        help=_("From 0 to 1; low for companies with few orders."),
        method=_("The chance that the true share lies on the side of the type, from a beta distribution."),
        column="confidence",
    ),
    Dimension(
        key="buyclass_in_category",
        label=_("Buying type in a category"),
        kind=Kind.CHOICE,
        family=Family.BEHAVIOUR,
        choices=BUYCLASSES,
        help=_("How the company buys in the categories you name."),
        method=_("As the buying type, from the orders in that category alone; from the second one on."),
        subject=Subject.CATEGORY,
        category_column="buyclass",
    ),
    *(
        Dimension(
            key=f"{column}_in_category",
            label=label,
            kind=Kind.NUMBER,
            family=Family.BEHAVIOUR,
            least=0,
            most=1,
            help=help_text,
            method=_("As the share of all its buying, from the orders in that category alone; from the second one on."),
            subject=Subject.CATEGORY,
            category_column=column,
        )
        for column, label, help_text in (
            (
                "share_routine",
                _("Share of routine buying in a category"),
                _("How much of its buying in the categories you name repeats what it bought before, from 0 to 1."),
            ),
            (
                "share_major",
                _("Share of major repurchases in a category"),
                _("How much of its buying in the categories you name is decided afresh, from 0 to 1."),
            ),
            (
                "share_new",
                _("Share of new buying in a category"),
                _("How much of its buying in the categories you name was of the first order there, from 0 to 1."),
            ),
        )
    ),
    Dimension(
        key="activity",
        label=_("Activity"),
        kind=Kind.CHOICE,
        family=Family.BEHAVIOUR,
        choices={
            "prospect": _("Has not ordered yet"),
            "active": _("Active"),
            "due": _("Due to order"),
            "overdue": _("Overdue"),
            "at_risk": _("At risk"),
            "lapsed": _("Lapsed"),
        },
        help=_("Where the company stands in its own rhythm of ordering."),
        method=_("The silence since its last order, measured by its usual time between orders."),
        column="activity",
    ),
    Dimension(
        key="usual_gap_days",
        label=_("Usual time between orders"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        unit=_("days"),
        unit_of_one=_("day"),
        least=0,
        help=_("How long the company usually waits until it orders again."),
        method=_("Geometric mean of its gaps, drawn towards that of all companies while it has few."),
        column="usual_gap_days",
    ),
    Dimension(
        key="expected_from",
        label=_("Next order expected from"),
        kind=Kind.DATE,
        family=Family.BEHAVIOUR,
        help=_("The first day of the weeks in which its next order is expected."),
        method=_("The last order, and the shorter quarter of what follows its usual time between orders."),
        column="expected_from",
    ),
    Dimension(
        key="expected_to",
        label=_("Next order expected until"),
        kind=Kind.DATE,
        family=Family.BEHAVIOUR,
        help=_("The last day of the weeks in which its next order is expected."),
        method=_("The last order, and the longer quarter of what follows its usual time between orders."),
        column="expected_to",
    ),
    Dimension(
        key="regularity",
        label=_("Regularity"),
        kind=Kind.CHOICE,
        family=Family.BEHAVIOUR,
        choices={
            "regular": _("Regular"),
            "fairly_regular": _("Fairly regular"),
            "irregular": _("Irregular"),
        },
        help=_("How evenly its orders are spread; told from the fifth order on."),
        method=_("How far the gaps lie around their geometric mean: within 1.5 times, within 2.5 times, further."),
        column="regularity",
    ),
    Dimension(
        key="basket_stability",
        label=_("Basket stability"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        most=1,
        help=_("How much of an order the company had bought before, from 0 to 1."),
        method=_(
            "Share of the items of an order that stood in an earlier one, the mean of the last ten orders after the "
            "first: the repeat ratio of Li, Jullien, Ariannezhad and de Rijke (2023)."
        ),
        column="basket_stability",
    ),
    Dimension(
        key="categories_bought",
        label=_("Categories bought"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        help=_("In how many categories the company has bought."),
        method=_("Different categories on its order lines, net of what was sent back."),
        column="categories_bought",
    ),
    Dimension(
        key="products_bought",
        label=_("Different items bought"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        help=_("How many different items the company has bought."),
        method=_("Different items on its order lines, net of what was sent back."),
        column="products_bought",
    ),
    Dimension(
        key="brand_loyalty",
        label=_("Brand loyalty"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        least=0,
        most=1,
        help=_("How far the company keeps to one brand where it buys more than once, from 0 to 1."),
        method=_(
            "Value bought of the leading brand of each category over the value in these categories, in the last two "
            "years; of categories bought on two days or more, and items whose brand is known."
        ),
        column="brand_loyalty",
    ),
    Dimension(
        key="adoption_days",
        label=_("Time until it buys new items"),
        kind=Kind.NUMBER,
        family=Family.BEHAVIOUR,
        unit=_("days"),
        unit_of_one=_("day"),
        least=0,
        help=_("How soon after their launch the company buys new items."),
        method=_(
            "Median of the days from launch to its first purchase, of the items it bought that were launched after its "
            "own first order; from the second such item on."
        ),
        column="adoption_days",
    ),
)
