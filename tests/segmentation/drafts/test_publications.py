"""What a draft's publication costs, who hears of it, and how its changes read."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from segmentation.models import Draft, PublishedSnapshot
from segmentation.registry import features
from segmentation.services.publish_draft import publish_draft
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.signals import features_changed
from segmentation.words.drafts import target_text, value_after, value_before
from tests.segmentation.drafts.test_publishing import NOW, Kind, begin, ideas, payload, put

pytestmark = pytest.mark.django_db


def fifty(draft: Draft) -> None:
    keys = [feature.key for feature in features][:10]
    for key in keys:
        for segment in ("mixed", "routine", "major", "new", ""):
            put(draft, Kind.RULE, {"state": "on", "share": 40}, feature=key, segment=segment)
    assert draft.changes.count() == 50


@pytest.mark.parametrize("companies", [0, 40])
def test_fifty_changes_are_published_once_whatever_the_number_of_companies(
    companies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(companies):
        set_feature_override(feature="toy_search", customer_key=f"c{n}", state="off", actor=None)
    draft = begin()
    fifty(draft)
    version, rows = payload()["version"], PublishedSnapshot.objects.count()

    with django_assert_num_queries(665):
        publish_draft(draft.pk, actor=None, now=NOW)

    assert (payload()["version"], PublishedSnapshot.objects.count()) == (version + 1, rows)


def test_listeners_hear_once_of_a_publication_with_what_changed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    heard: list[dict[str, Any]] = []

    def listen(sender: type, **facts: Any) -> None:
        heard.append({"sender": sender.__name__, **facts} | {"signal": None})

    features_changed.connect(listen)
    try:
        draft = begin()
        ideas(draft)
        put(draft, Kind.KILL_SWITCH, {"killed": True}, feature="toy_search")
        put(draft, Kind.OVERRIDE, {"enabled": True, "reason": "x"}, feature="toy_list", customer_key="acme")
        with django_capture_on_commit_callbacks(execute=True):
            publish_draft(draft.pk, actor=None, now=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=None)
    finally:
        features_changed.disconnect(listen)

    assert heard == [
        {
            "sender": "FeatureRule",
            "signal": None,
            "actor": None,
            "features": ("toy_ideas", "toy_search"),
            "version": payload()["version"],
            "before": {"toy_ideas": {}, "toy_search": {}},
            "after": {"toy_ideas": {"rules": {"new": {"state": "off"}}}, "toy_search": {"killed": True}},
        },
        {
            "sender": "FeatureOverride",
            "signal": None,
            "actor": None,
            "features": ("toy_list",),
            "version": None,
            "before": {"acme": {}},
            "after": {"acme": {"toy_list": [True, "", "x", {}]}},
        },
    ]


def test_changes_are_said_in_words() -> None:
    draft = begin()
    change = ideas(draft, state="on", share=30)
    ends = put(draft, Kind.OVERRIDE, {"enabled": True}, feature="toy_list", customer_key="acme")

    assert (target_text(change), value_before(change), value_after(change)) == (
        "Toy ideas for New buyers",
        "As declared",
        "On; for 30 % of the companies",
    )
    assert (target_text(ends), value_after(ends)) == ("Toy list for the company acme", "On")
