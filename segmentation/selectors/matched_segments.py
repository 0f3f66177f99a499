"""Which benefit segment each company is in, and what tells so; for workers, since it reads everybody at once."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from segmentation import conf
from segmentation.analysis.benefits import match_industries, match_surveys
from segmentation.models import BenefitIndustry, BenefitSegment, CompanyAttributes
from segmentation.models.attribute_columns import columns_of
from segmentation.selectors.benefits import industry_prefixes, segment_weights, survey_weights

INDUSTRIES = {scheme: f"industry_{scheme}" for scheme in BenefitIndustry.Scheme.values}
"""Scheme -> dimension; where prefixes of two are as long, the first scheme counts."""


def matched_segments(customer_keys: Collection[str] | None = None) -> pd.DataFrame:
    """`benefit_segment` and `benefit_segment_from` of each company (of everybody for None), NA for none.

    A choice goes first, then the longest beginning of an industry code, then a survey that is clear. Six queries.
    """
    facts = _facts(customer_keys)
    surveys = survey_weights(customer_keys)
    index = facts.index.union(surveys.index)
    known = BenefitSegment.objects.values_list("key", flat=True)
    chosen = facts["benefit_segment_choice"].reindex(index)
    told = {
        "choice": chosen.where(chosen.isin(list(known))),
        "industry": _by_industry(facts).reindex(index),
        "survey": match_surveys(surveys, segment_weights(), margin=conf.get("BENEFIT_MARGIN")).reindex(index),
    }
    result = pd.DataFrame(index=index, columns=["benefit_segment", "benefit_segment_from"], dtype="string")
    for source, segment in told.items():
        fresh = segment.notna() & result["benefit_segment"].isna()
        result.loc[fresh, "benefit_segment"] = segment[fresh]
        result.loc[fresh, "benefit_segment_from"] = source
    return result


def _by_industry(facts: pd.DataFrame) -> pd.Series:
    best = pd.DataFrame({"segment": pd.Series(pd.NA, index=facts.index, dtype="string"), "length": 0})
    for scheme, dimension in INDUSTRIES.items():
        found = match_industries(facts[dimension], industry_prefixes(scheme))
        best = best.where(found["length"] <= best["length"], found)
    return best["segment"]


def _facts(customer_keys: Collection[str] | None) -> pd.DataFrame:
    """What is stated of the companies that bears on this, in columns of texts."""
    wanted = ["benefit_segment_choice", *INDUSTRIES.values()]
    columns = {key: column for key, column in columns_of().items() if key in wanted}
    rows = CompanyAttributes.objects.order_by("pk")
    if customer_keys is not None:
        rows = rows.filter(pk__in=customer_keys)
    frame = pd.DataFrame(list(rows.values_list("pk", *columns.values())), columns=["customer_key", *columns])
    return frame.set_index("customer_key").reindex(columns=wanted).astype("string").rename_axis(None)
