"""What a company works with, and how well it knows its way about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind

_LEVELS = {"basic": _("Basic"), "good": _("Good"), "expert": _("Expert")}

SYSTEMS = (
    Dimension(
        key="systems_in_use",
        label=_("Systems in use"),
        kind=Kind.CHOICES,
        family=Family.SYSTEMS,
        choices={
            "erp": _("ERP"),
            "punchout": _("Punch-out catalogue"),
            "edi": _("EDI"),
            "e_procurement": _("E-procurement platform"),
            "e_invoice": _("Electronic invoices"),
        },
        help=_("What the company orders and pays with. Known and none of these is an answer, too."),
    ),
    Dimension(
        key="mobile_share",
        label=_("Share ordered by phone or tablet"),
        kind=Kind.NUMBER,
        family=Family.SYSTEMS,
        least=0,
        most=1,
        help=_("Share of orders in the shop that were placed on a small screen."),
        method=_("Of the orders of the last 365 days of which the screen is known, from the third on."),
        from_order_records=True,
    ),
    Dimension(
        key="ordering_channel",
        label=_("Orders mostly by"),
        kind=Kind.CHOICE,
        family=Family.SYSTEMS,
        choices={
            "web": _("Web shop"),
            "punchout": _("Punch-out catalogue"),
            "edi": _("EDI"),
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "rep": _("Sales representative"),
        },
        help=_("The way by which most of the company's orders come in."),
        method=_(
            "The most frequent way of the orders of the last 365 days of which it is known, from the third on; of two"
            " as frequent, the one of the latest order."
        ),
        from_order_records=True,
    ),
    Dimension(
        key="adoption_rate",
        label=_("Tools taken up"),
        kind=Kind.NUMBER,
        family=Family.SYSTEMS,
        least=0,
        most=1,
        help=_("Share of the tools offered to the company that it uses."),
    ),
    Dimension(
        key="product_knowledge",
        label=_("Product knowledge"),
        kind=Kind.CHOICE,
        family=Family.SYSTEMS,
        choices=_LEVELS,
        help=_("How well those who buy know the goods."),
    ),
    Dimension(
        key="technical_skill",
        label=_("Technical skill"),
        kind=Kind.CHOICE,
        family=Family.SYSTEMS,
        choices=_LEVELS,
        help=_("How well those who use the goods can set them up and keep them running."),
    ),
    Dimension(
        key="information_channels",
        label=_("Wants to hear by"),
        kind=Kind.CHOICES,
        family=Family.SYSTEMS,
        choices={
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "visit": _("Visit"),
            "web": _("Web shop"),
            "print": _("Printed catalogue"),
            "fair": _("Trade fair"),
            "social": _("Social media"),
        },
        help=_("How the company wants to learn of goods and offers."),
    ),
)
