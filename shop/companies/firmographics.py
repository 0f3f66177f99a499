"""What a company record says beside its name, held to the public standards."""

from __future__ import annotations

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SEA_ONLY = ("FAS", "FOB", "CFR", "CIF")
INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", *SEA_ONLY)

_LANGUAGE_TAG = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*$")


class IndustryScheme(models.TextChoices):
    NACE2 = "NACE2", "NACE Rev. 2"
    NACE21 = "NACE2.1", "NACE Rev. 2.1"
    ISIC4 = "ISIC4", "ISIC Rev. 4"
    ISIC5 = "ISIC5", "ISIC Rev. 5"
    NAICS2022 = "NAICS2022", "NAICS 2022"


class Ownership(models.TextChoices):
    PRIVATE = "private", _("Private")
    LISTED = "listed", _("Listed")
    PUBLIC = "public", _("Public body")
    GOVERNMENT = "government", _("Government")
    FAMILY = "family", _("Family owned")


class SizeClass(models.TextChoices):
    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


_CEILINGS = (
    (SizeClass.MICRO, 10, Decimal("2e6"), Decimal("2e6")),
    (SizeClass.SMALL, 50, Decimal("10e6"), Decimal("10e6")),
    (SizeClass.MEDIUM, 250, Decimal("50e6"), Decimal("43e6")),
)


def size_class(*, headcount: int | None, turnover: Decimal | None, balance_sheet: Decimal | None) -> SizeClass | None:
    """EU size class: headcount binds, one of the two money ceilings is enough; None while it cannot be told.

    Source: Commission Recommendation 2003/361/EC, annex, article 2. Money in EUR.
    """
    if headcount is None:
        return None
    for size, people, turnover_ceiling, balance_ceiling in _CEILINGS:
        if headcount >= people:
            continue
        tests = [
            amount <= ceiling
            for amount, ceiling in ((turnover, turnover_ceiling), (balance_sheet, balance_ceiling))
            if amount is not None
        ]
        if any(tests):
            return size
        if len(tests) < 2:
            return None
    return SizeClass.LARGE


def validate_language_tag(value: str) -> None:
    if not _LANGUAGE_TAG.match(value):
        raise ValidationError(_("Enter a language such as “da”, “fr-CA” or “zh-Hant-TW”."))


def validate_incoterm(*, code: str, place: str, by_sea: bool) -> None:
    """Raises ValidationError unless the term has its place and suits the way of transport (Incoterms 2020)."""
    if code and not place:
        raise ValidationError({"incoterm_place": _("A delivery term needs its named place.")})
    if code in SEA_ONLY and not by_sea:
        raise ValidationError({"incoterm": _("%(term)s is for delivery by sea or inland water only.") % {"term": code}})
