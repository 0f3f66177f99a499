"""What staff see on the host's own pages: as whom they look, and why a page is as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from segmentation.admin_links import company_url
from segmentation.cache import trouble_since
from segmentation.host import open_directory
from segmentation.preview import Preview, kept_preview, preview_of
from segmentation.preview_refusal import REFUSED_KEY
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.explain_feature import Explanation
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.previewed import draft_name, stored_name
from segmentation.selectors.why_page import explain_page
from segmentation.words.feature_reasons import feature_reason_text, reason_text
from segmentation.words.parameters import parameter_source_text, parameter_text
from segmentation.words.segment_names import segment_name

WHY = "why"
"""What stands in the address of a page that is to say why it is as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """As whom the shop is seen; `is_over` where that has ended by itself.

    `buys_as` and `held_out` are what is assumed of a made-up company.
    """

    name: str
    buys_as: str
    held_out: bool
    draft: str
    ends: datetime
    is_segment: bool
    is_over: bool
    was_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyRow:
    """One feature, in words; `others` is what spoke and was not heard, `values` label, value and who set it."""

    label: str
    category: str
    variant: str
    reason: str
    others: Sequence[tuple[bool, str]]
    values: Sequence[tuple[str, str, str]]
    since: datetime | None
    url: str


def staff_context(request: HttpRequest, features: FeatureSet | None) -> dict[str, Any] | None:
    """What `segmentation/staff.html` shows; None for nearly everybody, to whom nothing is shown."""
    kept = kept_preview(request)
    shows_why = WHY in request.GET and features is not None and _may_ask_why(request, kept)
    if kept is None and not shows_why:
        return None
    context: dict[str, Any] = {"banner": _banner(request, kept) if kept else None}
    without, with_why = request.GET.copy(), request.GET.copy()
    without.pop(WHY, None)
    with_why[WHY] = "1"
    context |= {"url": f"{request.path}?{without.urlencode()}".rstrip("?"), "why_url": f"?{with_why.urlencode()}"}
    return context | ({"why": _why(features)} if shows_why and features else {})


def _may_ask_why(request: HttpRequest, kept: Preview | None) -> bool:
    user: Any = getattr(request, "user", None)
    return kept is not None or bool(user and user.is_staff and user.has_perm("segmentation.view_featurerule"))


def _banner(request: HttpRequest, kept: Preview) -> Banner:
    return Banner(
        name=_name_of(kept),
        buys_as=segment_name(kept.buyclass, stored_name(kept.buyclass)) if kept.buyclass else "",
        held_out=kept.held_out,
        draft=draft_name(kept.draft),
        ends=kept.ends,
        is_segment=bool(kept.segment),
        is_over=preview_of(request) is None,
        was_refused=bool(REFUSED_KEY in request.session and request.session.pop(REFUSED_KEY)),
    )


def _name_of(preview: Preview) -> str:
    if preview.segment:
        return segment_name(preview.segment, stored_name(preview.segment))
    return label_customers([preview.customer_key])[preview.customer_key].name


def _why(features: FeatureSet) -> Mapping[str, Any]:
    page = explain_page(features)
    categories = sorted({explanation.answer.category for explanation in page.asked} - {""})
    labels = open_directory().category_labels(categories) if categories else {}
    key = page.customer_key
    return {
        "company": label_customers([key])[key] if key else None,
        "company_url": _url(company_url, key) if key else "",
        "segments": [segment_name(key, stored) for key, stored in page.segments],
        "version": page.version,
        "stale_seconds": trouble_since(),
        "asked": [_row(explanation, labels, page.names) for explanation in page.asked],
        "others": [_row(explanation, labels, page.names) for explanation in page.others],
    }


def _row(explanation: Explanation, categories: Mapping[str, str], names: Mapping[str, str]) -> WhyRow:
    answer = explanation.answer
    return WhyRow(
        label=str(explanation.feature.label),
        category=categories.get(answer.category, answer.category),
        variant=answer.variant,
        reason=feature_reason_text(answer),
        others=[(said.enabled, reason_text(said.reason)) for said in explanation.others],
        values=[
            (
                str(said.parameter.label),
                parameter_text(said.parameter, said.value),
                parameter_source_text(said.source, names),
            )
            for said in explanation.parameters
        ],
        since=explanation.since,
        url=_url(lambda key: reverse("admin:segmentation_feature", args=[key]), answer.feature),
    )


def _url(find: Any, key: str) -> str:
    """Where the admin shows it; empty in a host whose admin does not."""
    try:
        return str(find(key))
    except NoReverseMatch:
        return ""
