"""Where a company is, and what it takes to do business there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Derivation, Dimension, Family, Kind
from segmentation.dimensions.certificates import CERTIFICATES

PLACE = (
    Dimension(
        key="country",
        label=_("Country"),
        kind=Kind.TEXT,
        family=Family.PLACE,
        kin="place",
        pattern="[A-Z]{2}",
        example="DK",
        help=_("Two letters (ISO 3166), such as DK."),
    ),
    Dimension(
        key="region",
        label=_("Region"),
        kind=Kind.TEXT,
        family=Family.PLACE,
        kin="place",
        help=_("The part of the country, as the company record names it."),
    ),
    Dimension(
        key="postcode_area",
        label=_("Postcode area"),
        kind=Kind.TEXT,
        family=Family.PLACE,
        kin="place",
        help=_("The first characters of the postcode that many companies share, such as 80."),
    ),
    Dimension(
        key="latitude",
        label=_("Latitude"),
        kind=Kind.NUMBER,
        family=Family.PLACE,
        sets_apart=False,
        unit="°",
        least=-90,
        most=90,
        help=_("Of the usual delivery address: degrees north, below zero for the south (WGS 84)."),
    ),
    Dimension(
        key="longitude",
        label=_("Longitude"),
        kind=Kind.NUMBER,
        family=Family.PLACE,
        sets_apart=False,
        unit="°",
        least=-180,
        most=180,
        help=_("Of the usual delivery address: degrees east, below zero for the west (WGS 84)."),
    ),
    Dimension(
        key="warehouse_distance",
        label=_("Distance to the nearest warehouse"),
        kind=Kind.NUMBER,
        family=Family.PLACE,
        kin="place",
        unit=_("km"),
        least=0,
        help=_("As the crow flies."),
        method=_(
            "From latitude and longitude to the nearest of the warehouses in the settings, along the surface of a"
            " sphere. Unknown without a place, or without warehouses."
        ),
        derivation=Derivation(
            inputs=("latitude", "longitude"),
            function="segmentation.services.derivations.warehouse_distance",
        ),
    ),
    Dimension(
        key="language",
        label=_("Language"),
        kind=Kind.TEXT,
        family=Family.PLACE,
        kin="place",
        pattern="[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
        example="da",
        help=_("The language to write in (BCP 47), such as da or fr-CA. What starts with fr takes in fr-CA."),
    ),
    Dimension(
        key="standards_required",
        label=_("Standards required"),
        kind=Kind.CHOICES,
        family=Family.PLACE,
        choices=CERTIFICATES,
        help=_("What the law or the company's own rules ask of whatever is bought there."),
    ),
    Dimension(
        key="certificates_held",
        label=_("Certificates held"),
        kind=Kind.CHOICES,
        family=Family.PLACE,
        choices=CERTIFICATES,
        help=_("What the company itself is certified for."),
    ),
    Dimension(
        key="access_notes",
        label=_("Access notes"),
        kind=Kind.TEXT,
        family=Family.PLACE,
        sets_apart=False,
        help=_("Customs, tender rules, holidays or habits that whoever sells there has to know."),
    ),
)
