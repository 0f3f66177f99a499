"""What a company is: from the company record, a directory or an import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Family, Kind

FIRMOGRAPHIC = (
    Dimension(
        key="headcount",
        label=_("Employees"),
        kind=Kind.NUMBER,
        family=Family.FIRMOGRAPHIC,
        unit=_("people"),
        help=_("How many people work for the company."),
    ),
)
