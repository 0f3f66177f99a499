"""What a company is: from the company record, a directory or an import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Derivation, Dimension, Family, Kind

SIZE_CLASSES = {"micro": _("Micro"), "small": _("Small"), "medium": _("Medium"), "large": _("Large")}

FIRMOGRAPHIC = (
    Dimension(
        key="headcount",
        label=_("Employees"),
        kind=Kind.NUMBER,
        family=Family.FIRMOGRAPHIC,
        kin="size",
        least=0,
        help=_("How many people work for the company."),
    ),
    Dimension(
        key="turnover",
        label=_("Turnover"),
        kind=Kind.MONEY,
        family=Family.FIRMOGRAPHIC,
        kin="size",
        unit="EUR",
        least=0,
        help=_("What the company sells in a year, by its last accounts."),
    ),
    Dimension(
        key="balance_sheet",
        label=_("Balance sheet total"),
        kind=Kind.MONEY,
        family=Family.FIRMOGRAPHIC,
        kin="size",
        unit="EUR",
        least=0,
        help=_("What the company owns, by its last accounts."),
    ),
    Dimension(
        key="size_class",
        label=_("Size class"),
        kind=Kind.CHOICE,
        family=Family.FIRMOGRAPHIC,
        kin="size",
        choices=SIZE_CLASSES,
        help=_("The size of the company as the European Union counts it."),
        method=_(
            "From employees, turnover and balance sheet by Recommendation 2003/361/EC: fewer than 10, 50 or 250 people,"
            " and at most 2, 10 or 50 million euro of turnover or 2, 10 or 43 million of balance sheet. Unknown while"
            " employees, or the amount that would decide, are."
        ),
        derivation=Derivation(
            inputs=("headcount", "turnover", "balance_sheet"),
            function="segmentation.services.derivations.size_class",
        ),
    ),
    Dimension(
        key="industry_nace",
        label=_("Industry (NACE)"),
        kind=Kind.TEXT,
        family=Family.FIRMOGRAPHIC,
        kin="industry",
        is_code=True,
        help=_("Main activity by the European scheme, such as 62.10. The first digits take in all below: 62 or 6."),
    ),
    Dimension(
        key="industry_isic",
        label=_("Industry (ISIC)"),
        kind=Kind.TEXT,
        family=Family.FIRMOGRAPHIC,
        kin="industry",
        is_code=True,
        help=_("Main activity by the scheme of the United Nations, such as 6210."),
    ),
    Dimension(
        key="industry_naics",
        label=_("Industry (NAICS)"),
        kind=Kind.TEXT,
        family=Family.FIRMOGRAPHIC,
        kin="industry",
        is_code=True,
        help=_("Main activity by the North American scheme, such as 541511."),
    ),
    Dimension(
        key="industry_editions",
        label=_("Editions of the industry codes"),
        kind=Kind.CHOICES,
        family=Family.FIRMOGRAPHIC,
        sets_apart=False,
        choices={
            "nace2": "NACE Rev. 2",
            "nace21": "NACE Rev. 2.1",
            "isic4": "ISIC Rev. 4",
            "isic5": "ISIC Rev. 5",
            "naics2017": "NAICS 2017",
            "naics2022": "NAICS 2022",
        },
        help=_("Which editions the codes are of: a number may mean something else in another edition."),
    ),
    Dimension(
        key="ownership",
        label=_("Ownership"),
        kind=Kind.CHOICE,
        family=Family.FIRMOGRAPHIC,
        choices={
            "private": _("Private"),
            "listed": _("Listed"),
            "public": _("Public body"),
            "government": _("Government"),
            "family": _("Family owned"),
        },
        help=_("Who owns the company."),
    ),
    Dimension(
        key="founded",
        label=_("Founded"),
        kind=Kind.NUMBER,
        family=Family.FIRMOGRAPHIC,
        least=500,
        most=2100,
        is_year=True,
        help=_("The year in which the company was founded, such as 1998."),
    ),
    Dimension(
        key="group_parent",
        label=_("Group"),
        kind=Kind.TEXT,
        family=Family.FIRMOGRAPHIC,
        help=_("Customer number or name of the company that owns this one; unknown for one that stands alone."),
    ),
)
