"""Something at every address of the API."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from segmentation.services.put_change import put_change
from segmentation.services.set_attribute import set_attribute
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.rows import make_category_profile, make_profile, make_run
from tests.segmentation.admin.test_effects import make_trial
from tests.segmentation.rest.conftest import Caller
from tests.segmentation.rest.test_trials import hold_out


def state_headcount(value: int) -> None:
    set_attribute(customer_key="acme", dimension="headcount", value=value, actor=None, now=timezone.now())


def fill(caller: Caller) -> dict[str, object]:
    """Put something there; brings back what it is called in the addresses."""
    make_profile("acme")
    make_profile("bolt")
    make_category_profile("acme", "paper")
    state_headcount(12)
    caller.call("put", "overrides/acme/toy_search/", {"enabled": True, "reason": "Pilot"})
    caller.post("segments/new/choices/", {"customer_keys": ["acme", "bolt"], "include": True, "reason": "Pilot"})
    segment = {"key": "large", "name": "Large", "rule": {"dimension": "headcount", "is": "at_least", "value": 5}}
    refresh = caller.post("segments/", segment).json()["refresh"]
    file = {"file": SimpleUploadedFile("facts.csv", b"customer;headcount\nacme;12\n")}
    sent = caller.client.post("/api/imports/", file, headers={"Authorization": f"Bearer {caller.secret}"})
    draft = start_draft(title="Spring", actor=None, now=timezone.now())
    change = put_change(
        draft.pk, kind="kill_switch", feature="toy_ideas", after={"killed": True}, actor=None, now=timezone.now()
    )
    caller.post(f"drafts/{draft.pk}/dry-run/", {})
    trial = make_trial(seen=True)
    hold_out(trial, "acme", "bolt")
    return {
        "run_id": make_run().pk,
        "refresh_id": refresh["id"],
        "import_id": sent.json()["id"],
        "draft_id": draft.pk,
        "change_id": change.pk,
        "trial_id": trial.pk,
    }
