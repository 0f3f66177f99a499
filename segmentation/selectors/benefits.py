"""Benefit segments, surveys and scores as the frames that `analysis.benefits` takes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from segmentation.models import BenefitIndustry, BenefitSegment, BenefitWeight, CompanyBenefits, ProductBenefit

if TYPE_CHECKING:
    import pandas as pd


def benefit_segment_names() -> dict[str, str]:
    """Key of a benefit segment -> its name, by name."""
    return dict(BenefitSegment.objects.values_list("key", "name"))


def segment_weights() -> pd.DataFrame:
    """A row a segment, a column a benefit."""
    rows = BenefitWeight.objects.order_by("segment__key", "benefit__position", "benefit__key")
    return _wide(list(rows.values_list("segment__key", "benefit__key", "weight")))


def industry_prefixes(scheme: str) -> dict[str, str]:
    """Beginning of a code -> segment."""
    return dict(BenefitIndustry.objects.filter(scheme=scheme).values_list("prefix", "segment__key"))


def survey_weights(customer_keys: Collection[str] | None = None) -> pd.DataFrame:
    """A row a company that was asked, a column a benefit."""
    import pandas as pd

    asked = CompanyBenefits.objects.order_by("customer_key")
    if customer_keys is not None:
        asked = asked.filter(pk__in=customer_keys)
    rows = dict(asked.values_list("customer_key", "weights"))
    return pd.DataFrame.from_dict(rows, orient="index", dtype="float64")


def product_scores(skus: Collection[str]) -> pd.DataFrame:
    """A row each of these products, scored or not, a column a benefit."""
    rows = ProductBenefit.objects.filter(sku__in=skus).order_by("sku", "benefit__position")
    return _wide(list(rows.values_list("sku", "benefit__key", "score"))).reindex(sorted(set(skus)))


def _wide(rows: list[tuple[str, str, int]]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["row", "benefit", "value"])
    wide = frame.pivot_table(index="row", columns="benefit", values="value", sort=False)
    return wide.rename_axis(index=None, columns=None)
