"""How a company wants its goods delivered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind

INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DAT", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")
"""Both editions in use: DAT is of 2010, DPU of 2020."""

DELIVERY = (
    Dimension(
        key="incoterm",
        label=_("Delivery term"),
        kind=Kind.CHOICE,
        family=Family.DELIVERY,
        kin="delivery_term",
        choices={term: term for term in INCOTERMS},
        help=_("The Incoterm agreed with the company."),
    ),
    Dimension(
        key="incoterm_place",
        label=_("Named place of the delivery term"),
        kind=Kind.TEXT,
        family=Family.DELIVERY,
        kin="delivery_term",
        help=_("Where the delivery term counts, such as Taastrup."),
    ),
    Dimension(
        key="incoterm_edition",
        label=_("Edition of the delivery term"),
        kind=Kind.CHOICE,
        family=Family.DELIVERY,
        sets_apart=False,
        choices={"2010": "Incoterms 2010", "2020": "Incoterms 2020"},
        help=_("The edition of the Incoterms that the term is of."),
    ),
    Dimension(
        key="wished_weekday",
        label=_("Wished weekday"),
        kind=Kind.CHOICE,
        family=Family.DELIVERY,
        choices={
            "monday": _("Monday"),
            "tuesday": _("Tuesday"),
            "wednesday": _("Wednesday"),
            "thursday": _("Thursday"),
            "friday": _("Friday"),
            "saturday": _("Saturday"),
            "sunday": _("Sunday"),
        },
        help=_("The weekday on which the company most often wishes its goods; unknown where it never names a day."),
        method=_(
            "Of the orders of the last 365 days that named a day, from the third on; of two weekdays wished as often,"
            " the one of the latest order."
        ),
        from_order_records=True,
    ),
    Dimension(
        key="delivery_window",
        label=_("Wished time of day"),
        kind=Kind.CHOICE,
        family=Family.DELIVERY,
        choices={
            "early": _("Before 8"),
            "morning": _("8 to 12"),
            "afternoon": _("12 to 16"),
            "evening": _("After 16"),
            "any": _("Any time"),
        },
        help=_("When there is somebody to take the goods in."),
    ),
    Dimension(
        key="fixed_date_share",
        label=_("Share of orders with a fixed date"),
        kind=Kind.NUMBER,
        family=Family.DELIVERY,
        least=0,
        most=1,
        help=_("Share of the orders of the last 12 months that named a day of delivery."),
        method=_("Orders with a named day over all, from the third order of the last 365 days on."),
        from_order_records=True,
    ),
    Dimension(
        key="on_time_need",
        label=_("Need to be on time"),
        kind=Kind.CHOICE,
        family=Family.DELIVERY,
        choices={
            "flexible": _("A day more or less is fine"),
            "day": _("On the day"),
            "hour": _("On the hour"),
        },
        help=_("How closely the promised time of delivery has to be kept."),
    ),
)
