"""What a company wants from what it buys, and from whom it buys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Derivation, Dimension, Family, Kind
from segmentation.dimensions.certificates import CERTIFICATES

_BENEFIT_SEGMENTS = "segmentation.selectors.benefits.benefit_segment_names"

NEEDS = (
    Dimension(
        key="benefit_segment",
        label=_("Benefit segment"),
        kind=Kind.TEXT,
        family=Family.NEEDS,
        kin="benefit_segment",
        names=_BENEFIT_SEGMENTS,
        help=_("The group of companies that look for the same benefits."),
        method=_(
            "The chosen one; else the one whose industry codes fit best; else the one whose weights are most like those"
            " of the company's survey, where it is clearly ahead of the second."
        ),
    ),
    Dimension(
        key="benefit_segment_from",
        label=_("Benefit segment told by"),
        kind=Kind.CHOICE,
        family=Family.NEEDS,
        sets_apart=False,
        choices={"choice": _("Chosen"), "industry": _("Industry"), "survey": _("Survey")},
        help=_("What the company's benefit segment was found by."),
        method=_("The first that tells: choice, industry, survey."),
    ),
    Dimension(
        key="benefit_segment_choice",
        label=_("Chosen benefit segment"),
        kind=Kind.TEXT,
        family=Family.NEEDS,
        sets_apart=False,
        names=_BENEFIT_SEGMENTS,
        help=_("The benefit segment that somebody chose for the company; it goes before all else."),
    ),
    Dimension(
        key="customisation_wanted",
        label=_("Customisation wanted"),
        kind=Kind.CHOICE,
        family=Family.NEEDS,
        choices={"none": _("None"), "some": _("Some"), "much": _("Much")},
        help=_("How far goods are to be made to fit the company: own print, own colours, own sizes."),
    ),
    Dimension(
        key="service_expected",
        label=_("Service expected"),
        kind=Kind.CHOICE,
        family=Family.NEEDS,
        choices={"self_service": _("Serves itself"), "standard": _("Standard"), "full": _("Full service")},
        help=_("How much the company expects to be looked after."),
    ),
    Dimension(
        key="price_sensitivity_stated",
        label=_("Stated price sensitivity"),
        kind=Kind.NUMBER,
        family=Family.NEEDS,
        sets_apart=False,
        least=0,
        most=1,
        help=_("How much the price decides, as the company or its account manager says: from 0 (never) to 1 (always)."),
    ),
    Dimension(
        key="price_sensitivity",
        label=_("Price sensitivity"),
        kind=Kind.NUMBER,
        family=Family.NEEDS,
        least=0,
        most=1,
        help=_("How much the price decides, from 0 (never) to 1 (always)."),
        method=_(
            "As stated; where nothing is stated, the mean of three shares: bought at a discount, bought after a quote,"
            " and switching, which is what brand loyalty leaves of 1. Unknown while one of the three is."
        ),
        derivation=Derivation(
            inputs=("price_sensitivity_stated", "discount_share", "quote_share", "brand_loyalty"),
            function="segmentation.analysis.derived.needs.price_sensitivity",
        ),
    ),
    Dimension(
        key="top_grade_share",
        label=_("Share of top-grade brands"),
        kind=Kind.NUMBER,
        family=Family.NEEDS,
        kin="quality",
        least=0,
        most=1,
        help=_("How much of what the company buys, by value, is of the brands at the top of their kind."),
        method=_("Value of its order lines of items that the catalogue counts among the best, over that of all."),
        column="top_grade_share",
    ),
    Dimension(
        key="certificates_asked",
        label=_("Certificates asked for"),
        kind=Kind.CHOICES,
        family=Family.NEEDS,
        kin="quality",
        choices=CERTIFICATES,
        help=_("What the company has asked to see for goods it bought or was offered."),
    ),
    Dimension(
        key="quality_consciousness",
        label=_("Quality-consciousness"),
        kind=Kind.NUMBER,
        family=Family.NEEDS,
        kin="quality",
        least=0,
        most=1,
        help=_("How much quality decides."),
        method=_(
            "Two thirds of the share of top-grade brands, and one third for certificates asked for, a third of it each"
            " up to three. Unknown while either is; whoever asked for none counts as 0 there."
        ),
        derivation=Derivation(
            inputs=("top_grade_share", "certificates_asked"),
            function="segmentation.analysis.derived.needs.quality_consciousness",
        ),
    ),
)
