"""Products in the order of what a company looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from segmentation.models import CompanyAttributes
from segmentation.models.attribute_columns import column_of
from segmentation.selectors.benefits import product_scores, segment_weights, survey_weights

if TYPE_CHECKING:
    import pandas as pd


def rank_for_company(customer_key: str, skus: Sequence[str]) -> list[str]:
    """These products, those that give most of what the company looks for first; as they came where nothing tells.

    Its own survey goes first, then the weights of its benefit segment. What nobody scored comes last, as it came.
    """
    from segmentation.analysis.benefits import rank_products

    weights = survey_weights([customer_key])
    if weights.empty:
        column = column_of("benefit_segment")
        segment = (
            CompanyAttributes.objects.filter(pk=customer_key).values_list(column, flat=True).first() if column else None
        )
        weights = segment_weights().reindex([segment] if segment else []).dropna(how="all")
    if weights.empty:
        return list(skus)
    return _in_order(skus, rank_products(product_scores(skus).dropna(how="all"), weights.iloc[0]))


def rank_for_blend(shares: Mapping[str, float], skus: Sequence[str]) -> list[str]:
    """These products by the weights of several segments, each by its share; the shares add up to 1."""
    from segmentation.analysis.benefits import blend_weights, rank_products

    weights = blend_weights(segment_weights(), shares)
    return _in_order(skus, rank_products(product_scores(skus).dropna(how="all"), weights))


def _in_order(skus: Sequence[str], means: pd.Series) -> list[str]:
    known = {str(sku): float(mean) for sku, mean in means.items()}
    return sorted(skus, key=lambda sku: -known.get(sku, -1.0))
