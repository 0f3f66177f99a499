"""What is behind the company's purchases beyond the order lines: costs, invoices, discounts and quotes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind

TRANSACTIONS_STATED = (
    Dimension(
        key="margin_year",
        label=_("Margin in 12 months"),
        kind=Kind.MONEY,
        family=Family.TRANSACTIONS,
        kin="spending",
        help=_("What was left of the company's purchases of the last 12 months after the cost of the goods."),
        method=_(
            "Value less cost of the orders of the last 365 days whose cost is known, net of what was sent back. Unknown"
            " where orders without a known cost hold more than 5 % of the value."
        ),
        from_order_records=True,
    ),
    Dimension(
        key="days_late",
        label=_("Days late"),
        kind=Kind.NUMBER,
        family=Family.TRANSACTIONS,
        kin="payment",
        help=_("How many days after the due date the company pays, on average over 12 months; below 0 is early."),
        method=_(
            "The mean over the invoices due in the last 365 days, from the third on. One that is still unpaid counts"
            " with the days it is late so far."
        ),
        from_order_records=True,
    ),
    Dimension(
        key="paid_on_time_share",
        label=_("Paid on time"),
        kind=Kind.NUMBER,
        family=Family.TRANSACTIONS,
        kin="payment",
        least=0,
        most=1,
        help=_("Share of the invoices of the last 12 months that were paid by their due date."),
        method=_(
            "Of the invoices due in the last 365 days, from the third on. One that is still unpaid after its due date"
            " counts as late."
        ),
        from_order_records=True,
    ),
    Dimension(
        key="discount_share",
        label=_("Bought at a discount"),
        kind=Kind.NUMBER,
        family=Family.TRANSACTIONS,
        least=0,
        most=1,
        help=_("Share of the value of the last 12 months that was bought below the list price."),
        method=_(
            "Value of what was sold below the list price over the value of all, from the third order of the last 365"
            " days on."
        ),
        from_order_records=True,
    ),
    Dimension(
        key="quote_share",
        label=_("Bought after a quote"),
        kind=Kind.NUMBER,
        family=Family.TRANSACTIONS,
        least=0,
        most=1,
        help=_("Share of the orders of the last 12 months that followed a quote."),
        method=_("Orders that followed a quote over all, from the third order of the last 365 days on."),
        from_order_records=True,
    ),
)
