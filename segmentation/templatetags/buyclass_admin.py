"""What the admin's pages say in words and draw."""

from __future__ import annotations

from typing import Any

from django import template

from segmentation.admin_links import company_link, feature_url
from segmentation.contracts import FeatureAnswer
from segmentation.models import AuditEntry, BuyclassChange, BuyclassChoice, CategoryProfile, CustomerProfile, Run
from segmentation.selectors.attributes import AttributeValue
from segmentation.selectors.explain_feature import ParameterSaid
from segmentation.selectors.overview import read_overview
from segmentation.words import profiles as profile_words
from segmentation.words.attributes import origin_text, own_value_text
from segmentation.words.audit import action_text, feature_text, value_text, who_text
from segmentation.words.buyclass_reasons import reason_text
from segmentation.words.drafts import target_text
from segmentation.words.feature_reasons import feature_reason_text
from segmentation.words.feature_reasons import reason_text as feature_step_text
from segmentation.words.feature_rules import marks_text, values_text
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.parameters import parameter_source_text, parameter_text
from segmentation.words.refreshes import failure_text
from segmentation.words.rhythm import chance_text, next_order_text, regularity_text, usual_gap_text
from segmentation.words.runs import progress_of, quality_texts
from segmentation.words.segment_names import segment_name
from segmentation.words.value import money_text, trend_text, wallet_text

register = template.Library()


@register.inclusion_tag("admin/segmentation/_share_bar.html")
def share_bar(profile: CustomerProfile | CategoryProfile, legend: bool = False) -> dict[str, Any]:
    """{% share_bar profile %} draws the three shares; with legend=True their names and numbers stand below."""
    return {
        "parts": profile_words.share_parts(profile),
        "text": profile_words.shares_text(profile),
        "legend": legend,
    }


@register.inclusion_tag("admin/segmentation/_progress.html")
def run_progress(run: Run) -> dict[str, Any]:
    """{% run_progress run %} draws how far a run is; the run comes from `runs_with_progress`."""
    return dict(progress_of(run))


@register.simple_tag
def segmentation_overview() -> Any:
    """{% segmentation_overview as overview %} reads how the plugin stands."""
    return read_overview()


@register.filter
def why(row: CustomerProfile | CategoryProfile | BuyclassChange) -> str:
    """The reason of a buying type, in words."""
    return reason_text(row.reason_code, row.reason_params)


@register.filter
def answer_why(answer: FeatureAnswer) -> str:
    return feature_reason_text(answer)


@register.filter
def buyclass_name(key: str) -> str:
    return str(BuyclassChoice(key).label) if key in BuyclassChoice.values else key


@register.filter
def audit_who(entry: AuditEntry, nobody: str = "") -> str:
    """Who did it, and by which token; `nobody` for what nobody did by hand."""
    return who_text(entry) or nobody


@register.filter
def audit_before(entry: AuditEntry) -> str:
    return value_text(entry.action, entry.before, feature=entry.feature)


@register.filter
def audit_after(entry: AuditEntry) -> str:
    return value_text(entry.action, entry.after, feature=entry.feature)


@register.filter
def said_value(said: ParameterSaid) -> str:
    """A value of a feature with its unit."""
    return parameter_text(said.parameter, said.value)


@register.filter
def said_by(said: ParameterSaid, names: dict[str, str]) -> str:
    """Who says a value of a feature; `names` are those of the segments."""
    return parameter_source_text(said.source, names)


@register.filter
def own_value(value: AttributeValue, names: Names = NO_NAMES) -> str:
    """What a company's value of a dimension is, in words; `names` are those that the host has for texts."""
    return own_value_text(value.dimension, value.value, names=names)


@register.filter
def get_item(mapping: dict[str, Any], key: str) -> Any:
    """mapping|get_item:key, or the key itself where the mapping has none."""
    return mapping.get(key, key)


register.filter("marks_text", marks_text)
register.filter("step_text", lambda step: feature_step_text(step.reason))
register.filter("values_text", values_text)
register.filter("confidence_text", profile_words.confidence_text)
register.filter("routine_ahead_text", profile_words.routine_ahead_text)
register.filter("usual_gap_text", usual_gap_text)
register.filter("regularity_text", regularity_text)
register.filter("next_order_text", next_order_text)
register.filter("chance_text", chance_text)
register.filter("money_text", money_text)
register.filter("trend_text", trend_text)
register.filter("wallet_text", wallet_text)
register.filter("feature_text", feature_text)
register.filter("action_text", action_text)
register.filter("quality_texts", quality_texts)
register.filter("segment_text", segment_name)
register.filter("failure_text", failure_text)
register.filter("origin_text", origin_text)
register.filter("company_link", company_link)
register.filter("feature_url", feature_url)
register.filter("draft_target", target_text)
