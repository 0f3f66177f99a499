from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from segmentation.models import AuditEntry, Draft, Segment
from segmentation.selectors import audit as audit_selectors
from segmentation.services.put_change import put_change
from segmentation.services.reorder_segments import reorder_segments
from segmentation.services.request_refresh import request_refresh
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.services.start_draft import start_draft
from segmentation.services.start_full_run import start_full_run
from segmentation.words.segment_orders import moved_between
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AS_OF, AT, make_profile, make_segments

URL = "/admin/segmentation/auditentry/"

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> list[str]:
    return sorted(line.entry.action for line in client.get(f"{URL}?{query}").context["lines"])


def exported(client: Client, query: str = "") -> list[list[str]]:
    import csv

    response: Any = client.get(f"{URL}export.csv?{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.fixture
def _three_changes(db: None) -> None:
    make_profile("acme")
    anna = get_user_model()._default_manager.create_user(email="anna.w@example.com", password="x", is_staff=True)
    set_feature_rule(feature="toy_reorder", segment="routine", state="off", actor=anna, reason="Too early")
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=None, reason="A trial")
    set_kill_switch(feature="toy_prices", killed=True, actor=None)


@pytest.mark.parametrize("page", [URL, f"{URL}export.csv", f"{URL}export.xlsx"])
def test_changes_are_closed_without_the_view_right(log_in: LogIn, page: str) -> None:
    assert log_in("view_run").get(page).status_code == 403


@pytest.mark.usefixtures("_three_changes")
def test_changes_say_in_words_what_happened(log_in: LogIn) -> None:
    page = log_in("view_auditentry").get(URL).content.decode()

    words = ["Feature for a segment", "Toy reorder", "Routine buyers", "ACME Trading", "Too early", "The shop itself"]
    assert [word for word in words if word not in page] == []


@pytest.mark.usefixtures("_three_changes")
@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("q=acme trading", ["feature_override"]),
        ("q=Toy reorder", ["feature_rule"]),
        ("q=trial", ["feature_override"]),
        ("action=kill_switch", ["kill_switch"]),
        ("feature=toy_reorder", ["feature_rule"]),
        ("segment=routine", ["feature_rule"]),
        ("company=acme trad", ["feature_override"]),
        ("company=acme", ["feature_override"]),
        ("company=nobody", []),
        ("who=anna.w", ["feature_rule"]),
        ("who=the shop itself", ["feature_override", "kill_switch"]),
        ("q=nobody", []),
        ("draft=999999", []),
        ("action=kill_switch&feature=toy_reorder", []),
    ],
)
def test_changes_are_found(boss: Client, query: str, actions: list[str]) -> None:
    assert found(boss, query) == actions


def test_days_count_from_midnight_to_midnight_where_the_shop_is(boss: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Copenhagen"
    for at in ("2026-05-31T21:59+00:00", "2026-05-31T22:00+00:00", "2026-06-01T21:59+00:00", "2026-06-01T22:00+00:00"):
        AuditEntry.objects.create(at=datetime.fromisoformat(at), action="kill_switch", reason=at)

    lines = boss.get(f"{URL}?since=2026-06-01&until=2026-06-01").context["lines"]

    assert [line.entry.reason for line in lines] == ["2026-06-01T21:59+00:00", "2026-05-31T22:00+00:00"]


def test_day_that_is_none_is_said_at_its_field(boss: Client) -> None:
    form = boss.get(f"{URL}?since=yesterday").context["form"]

    assert list(form.errors) == ["since"]


def test_what_was_put_into_drafts_is_found_as_one_kind_and_by_its_draft(boss: Client) -> None:
    make_profile("acme")
    draft = start_draft(title="Spring", actor=None, now=AT)
    put_change(draft.pk, kind="kill_switch", feature="toy_ideas", after={"killed": True}, actor=None, now=AT)
    set_kill_switch(feature="toy_ideas", killed=True, actor=None)

    assert found(boss, "action=drafted_") == ["drafted_kill_switch"]
    assert found(boss, f"draft={draft.pk}") == ["draft_started", "drafted_kill_switch"]
    assert found(boss, "q=spring") == ["draft_started", "drafted_kill_switch"]


def test_links_lead_to_feature_segment_company_and_draft(boss: Client) -> None:
    make_profile("acme")
    draft = start_draft(title="Spring", actor=None, now=AT)
    put_change(draft.pk, kind="rule", feature="toy_ideas", segment="new", after={"state": "on"}, actor=None, now=AT)
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=None, reason="A trial")
    new = Segment.objects.get(key="new")

    page = boss.get(URL).content.decode()

    links = [f"draft/{draft.pk}/change/", f"segment/{new.pk}/", "customerprofile/acme/change/", "featurerule/"]
    assert [link for link in links if f"/admin/segmentation/{link}" not in page] == []


def test_runs_started_by_hand_are_kept(boss: Client) -> None:
    make_profile("acme")
    anna = get_user_model()._default_manager.get()
    start_full_run(as_of=AS_OF, now=AT, started_by=anna)
    request_refresh(Segment.objects.get(key="new"), actor=anna, now=AT, by_hand=True)
    request_refresh(Segment.objects.get(key="new"), actor=None, now=AT)

    assert found(boss, "who=anna") == ["run_started", "segment_refresh"]


def test_order_of_segments_says_what_moved(boss: Client) -> None:
    make_profile("acme")
    make_segments(2)
    keys = list(Segment.objects.order_by("priority").values_list("key", flat=True))
    reorder_segments([keys[-1], *keys[:-1]], actor=None)

    line = boss.get(f"{URL}?action=segment_order").context["lines"][0]

    assert (line.before, line.after) == (f"Group 1 at place {len(keys)}", "Group 1 at place 1")


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [("abcd", "dabc", "d"), ("abcd", "bcda", "a"), ("abcd", "abcd", ""), ("ab", "abc", "c"), ("abc", "ab", "c")],
)
def test_fewest_segments_have_moved(before: str, after: str, moved: str) -> None:
    assert moved_between(list(before), list(after)) == set(moved)


@pytest.mark.usefixtures("_three_changes")
@pytest.mark.parametrize("doing", ["delete", "change"])
def test_changes_are_never_changed(boss: Client, doing: str) -> None:
    entry = AuditEntry.objects.latest("pk")

    response = boss.post(f"{URL}{entry.pk}/{doing}/", {"post": "yes", "reason": "Never happened"})

    assert response.status_code == 403
    assert AuditEntry.objects.get(pk=entry.pk).reason == entry.reason


@pytest.mark.usefixtures("_three_changes")
def test_export_holds_what_the_filters_leave_in_words(boss: Client) -> None:
    rows = exported(boss, "company=acme")

    about = ["Feature for one company", "Toy ideas", "", "acme", "ACME Trading"]
    assert [row[1:] for row in rows] == [["The shop itself", *about, "As declared", "On", "A trial", ""]]


def test_export_holds_every_row_beyond_what_is_read_at_once(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_selectors, "AT_ONCE", 3)
    for n in range(8):
        AuditEntry.objects.create(at=AT + timedelta(hours=n), action="kill_switch", feature="toy_ideas", reason=str(n))

    assert [row[9] for row in exported(boss)] == [str(n) for n in reversed(range(8))]


def test_export_never_holds_a_formula(boss: Client) -> None:
    AuditEntry.objects.create(at=AT, action="kill_switch", actor_name="=evil()", reason="@SUM(A1)")

    row = exported(boss)[0]
    response: Any = boss.get(f"{URL}export.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = next(iter(sheet.iter_rows(min_row=2)))

    assert (row[1], row[9]) == ("'=evil()", "'@SUM(A1)")
    assert {cell.data_type for cell in cells if cell.value in ("=evil()", "@SUM(A1)")} == {"s"}


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_changes(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    draft = Draft.objects.create(title="Spring", created_at=timezone.now())
    for n in range(count):
        AuditEntry.objects.create(
            at=AT, action="feature_override", feature="toy_ideas", customer_key=f"c{n}", draft=draft
        )

    with django_assert_num_queries(8):
        boss.get(URL)
