"""A published draft is the same as making its changes at once; one taken back was never there."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest

from segmentation.models import DryRun, PublishedSnapshot
from segmentation.selectors.draft_standing import draft_published
from segmentation.selectors.draft_switches import with_changes
from segmentation.selectors.explain_feature import published_now
from segmentation.selectors.switches import read_switches
from segmentation.services.publish_draft import publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.reorder_segments import reorder_segments
from segmentation.services.roll_back_draft import roll_back_draft
from segmentation.services.run_dry_run import is_stale, request_dry_run
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_by_category, set_kill_switch
from segmentation.services.start_draft import start_draft
from segmentation.standing import SwitchRule
from tests.segmentation.drafts.test_dry_run import NOW, fill, random_draft


def everything_published() -> dict[str, Any]:
    """All payloads, without their versions; in which order a company's segments are listed says nothing."""
    rows = dict(PublishedSnapshot.objects.values_list("subject", "payload"))
    switches = rows.pop("") | {"version": 0}
    return {key: said | {"segments": sorted(said["segments"])} for key, said in rows.items()} | {"": switches}


@pytest.mark.parametrize("seed", range(8))
def test_draft_and_publish_is_direct_change_and_roll_back_is_never_happened(seed: int) -> None:
    dice = random.Random(seed)
    keys = fill(dice)
    draft = random_draft(dice, keys)
    draft.changes.filter(kind="segment_rule").delete()
    changes = list(draft.changes.all())
    stood = everything_published()
    foreseen = with_changes(draft.changes.all(), onto=read_switches()).as_payload()
    standings = {key: draft_published(draft.pk, key, now=NOW).standing for key in keys}

    publish_draft(draft.pk, actor=None, now=NOW)
    by_draft = everything_published()
    assert by_draft[""] == foreseen
    assert {key: published_now(key).standing for key in keys} == standings

    roll_back_draft(draft.pk, actor=None, now=NOW)
    assert everything_published() == stood

    for change in changes:
        match change.kind:
            case "kill_switch":
                set_kill_switch(feature=change.feature, killed=change.after["killed"], actor=None)
            case "by_category":
                set_by_category(feature=change.feature, allowed=change.after["allowed"], actor=None)
            case "segment_order":
                reorder_segments(change.after["order"], actor=None)
            case "rule":
                rule = SwitchRule(**change.after)
                set_feature_rule(
                    feature=change.feature,
                    segment=change.segment_key,
                    state=rule.state,
                    share=rule.share,
                    held_out=rule.held_out,
                    parameters=rule.parameters,
                    actor=None,
                )
            case "override":
                of = {"feature": change.feature, "customer_key": change.customer_key, "actor": None}
                said = dict(change.after)
                if said:
                    ends = said["expires_at"]
                    said["expires_at"] = datetime.fromisoformat(ends) if ends else None
                    set_feature_override(state="on" if said.pop("enabled") else "off", **of, **said)
                else:
                    set_feature_override(state="inherit", **of)
    assert everything_published() == by_draft


def test_dry_run_is_kept_until_the_draft_or_the_switches_change() -> None:
    keys = fill(random.Random(3))
    draft = start_draft(title="Off", actor=None, now=NOW)

    def put(killed: str) -> None:
        put_change(draft.pk, kind="kill_switch", feature=killed, after={"killed": True}, actor=None, now=NOW)

    put("toy_reorder")
    first = request_dry_run(draft.pk, now=NOW)
    assert (first.state, first.done, first.total) == ("finished", len(keys), len(keys))
    assert request_dry_run(draft.pk, now=NOW).pk == first.pk

    put("toy_budget")
    draft.refresh_from_db()
    assert is_stale(first, draft) is True
    again = request_dry_run(draft.pk, now=NOW)
    assert again.result["features"].keys() == {"toy_reorder", "toy_budget"}
    set_kill_switch(feature="toy_reorder", killed=True, actor=None)
    assert is_stale(DryRun.objects.get(), draft) is True
