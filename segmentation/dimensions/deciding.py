"""How a company comes to a decision, and who takes part."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind

DECIDING = (
    Dimension(
        key="buying_centralised",
        label=_("Buys centrally"),
        kind=Kind.YES_NO,
        family=Family.DECIDING,
        if_yes=_("Buys centrally"),
        if_no=_("Does not buy centrally"),
        help=_("Whether one office buys for the whole company, rather than each place for itself."),
    ),
    Dimension(
        key="people_deciding",
        label=_("People taking part"),
        kind=Kind.NUMBER,
        family=Family.DECIDING,
        least=0,
        help=_("How many people have a say before the company buys."),
    ),
    Dimension(
        key="buying_roles",
        label=_("Roles taking part"),
        kind=Kind.CHOICES,
        family=Family.DECIDING,
        choices={
            "initiator": _("Initiator"),
            "user": _("User"),
            "influencer": _("Influencer"),
            "buyer": _("Buyer"),
            "decider": _("Decider"),
            "approver": _("Approver"),
            "gatekeeper": _("Gatekeeper"),
        },
        help=_("Which parts these people play: who asks, uses, advises, orders, decides, approves, or lets through."),
    ),
    Dimension(
        key="approvals_needed",
        label=_("Approvals needed"),
        kind=Kind.NUMBER,
        family=Family.DECIDING,
        least=0,
        help=_("How many people have to agree before an ordinary order goes out."),
    ),
    Dimension(
        key="decision_days",
        label=_("Days to decide"),
        kind=Kind.NUMBER,
        family=Family.DECIDING,
        least=0,
        help=_("From the first look at a product, or the first line in the basket, to the order."),
        method=_("The median over the orders of the last 365 days of which both moments are known, from the third on."),
        from_order_records=True,
    ),
    Dimension(
        key="people_ordering",
        label=_("People ordering"),
        kind=Kind.NUMBER,
        family=Family.DECIDING,
        least=0,
        help=_("How many different people placed an order in the last 12 months."),
        method=_("Different people who placed the orders of the last 365 days; from the first order on."),
        from_order_records=True,
    ),
)
