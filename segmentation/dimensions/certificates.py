"""Standards and certificates by the names people ask for them under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

CERTIFICATES: Mapping[str, str | StrPromise] = {
    "iso_9001": "ISO 9001",
    "iso_14001": "ISO 14001",
    "iso_27001": "ISO/IEC 27001",
    "iso_45001": "ISO 45001",
    "iso_50001": "ISO 50001",
    "emas": "EMAS",
    "eu_ecolabel": _("EU Ecolabel"),
    "nordic_swan": _("Nordic Swan"),
    "blue_angel": _("Blue Angel"),
    "fsc": "FSC",
    "pefc": "PEFC",
    "gs": "GS",
    "tco": _("TCO Certified"),
    "energy_star": "Energy Star",
    "fairtrade": "Fairtrade",
    "halal": _("Halal"),
    "kosher": _("Kosher"),
    "food_contact": _("Food contact (EC 1935/2004)"),
}
