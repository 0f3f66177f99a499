from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from segmentation.models import Draft, Segment
from segmentation.services.put_change import put_change
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.draft_pages import changes_of
from tests.segmentation.admin.rows import AT, make_profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def _segments(db: None) -> None:
    make_profile("acme")


POSTED = {
    "name": "Another name",
    "description": "",
    "rule:join": "all",
    "rule.0:dimension": "buyclass",
    "rule.0:operator": "one_of",
    "rule.0:chosen": "major",
}


@pytest.mark.usefixtures("_segments")
def test_rule_of_a_segment_is_saved_as_a_draft(log_in: LogIn) -> None:
    new = Segment.objects.get(key="new")
    client = log_in("view_segment", "view_draft", "add_draft", "change_draft")

    response = client.post(f"/admin/segmentation/segment/{new.pk}/change/", {**POSTED, "do": "draft"})

    draft = Draft.objects.get()
    assert response["Location"] == f"/admin/segmentation/draft/{draft.pk}/change/"
    assert [(kind, segment) for kind, _feature, segment, _company, _after in changes_of(draft)] == [
        ("segment_rule", "new")
    ]
    stored = Segment.objects.get(key="new")
    assert (stored.rule, stored.name) == (new.rule, new.name)


@pytest.mark.usefixtures("_segments")
def test_another_rule_waits_for_a_draft_where_approval_is_needed(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    new = Segment.objects.get(key="new")

    page = boss.post(f"/admin/segmentation/segment/{new.pk}/change/", {**POSTED, "do": "save"}).content.decode()

    assert "Save it as a draft" in page
    assert Segment.objects.get(key="new").rule == new.rule


@pytest.mark.usefixtures("_segments")
def test_who_may_only_propose_goes_on_with_the_drafted_rule(log_in: LogIn) -> None:
    new = Segment.objects.get(key="new")
    major = Segment.objects.get(key="major")
    client = log_in("view_segment", "view_draft", "add_draft", "change_draft")
    url = f"/admin/segmentation/segment/{new.pk}/change/"
    draft = start_draft(title="Mine", actor=None, now=AT)
    put_change(draft.pk, kind="segment_rule", segment="new", after={"rule": major.rule}, actor=None, now=AT)

    page = client.get(f"{url}?draft={draft.pk}")
    refused = client.post(url, {"name": "Mine now", "do": "save"})

    assert 'value="draft"' in page.content.decode()
    assert 'value="save"' not in page.content.decode()
    assert f'name="into" value="{draft.pk}"' in page.content.decode()
    assert refused.status_code == 403
    assert Segment.objects.get(key="new").rule == new.rule


@pytest.mark.usefixtures("_segments")
def test_order_of_segments_waits_for_a_draft_where_approval_is_needed(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    before = list(Segment.objects.order_by("priority").values_list("key", flat=True))

    page = boss.post("/admin/segmentation/segment/order/", {"move": f"down:{before[0]}"}, follow=True).content.decode()

    assert "Put this into a draft" in page
    assert list(Segment.objects.order_by("priority").values_list("key", flat=True)) == before
