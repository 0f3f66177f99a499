"""Writing a rule, button by button, as a browser without JavaScript posts it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from segmentation.models import AuditEntry, Segment, SegmentMembership
from segmentation.selectors.explain_feature import published_now
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from tests.segmentation.admin.rows import make_profile

URL = "/admin/segmentation/segment/add/"
EMPTY = {"name": "", "key": "", "description": "", "rule:join": "all"}
ROUTINE = {"rule.0:dimension": "buyclass", "rule.0:operator": "one_of", "rule.0:chosen": "routine"}
SHARE = {"rule.1:dimension": "share_routine", "rule.1:operator": "at_least", "rule.1:value": "70"}
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _companies(db: None) -> None:
    ensure_builtin_segments()
    for key in ("a", "b", "c"):
        make_profile(key)
    make_profile("d", buyclass="new", share_routine=0.1)


def rule_of(response: Any) -> Any:
    return response.context["rule"]


def test_condition_is_added_and_gets_the_keyboard(boss: Client) -> None:
    response = boss.post(URL, {**EMPTY, "do": "add:rule", "rule:new": "buyclass"})

    (clause,) = rule_of(response).children
    assert (clause.clause.dimension, clause.clause.operator) == ("buyclass", "one_of")
    assert response.context["focus"] == "rule-0-operator"


def test_adding_without_a_choice_says_so_and_keeps_what_is_there(boss: Client) -> None:
    response = boss.post(URL, {**EMPTY, **ROUTINE, "do": "add:rule", "rule:new": ""})

    assert (len(rule_of(response).children), response.context["refused"]) == (
        1,
        "Choose what the condition is about first.",
    )


def test_group_goes_into_the_rule_and_conditions_into_the_group(boss: Client) -> None:
    page = boss.post(URL, {**EMPTY, **ROUTINE, "do": "group:rule"})
    assert [child.is_group for child in rule_of(page).children] == [False, True]

    page = boss.post(
        URL, {**EMPTY, **ROUTINE, "rule.1:join": "none", "do": "add:rule.1", "rule.1:new": "share_routine"}
    )

    assert rule_of(page).children[1].children[0].clause.dimension == "share_routine"


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("down:rule.0", ["share_routine", "buyclass"]),
        ("up:rule.1", ["share_routine", "buyclass"]),
        ("remove:rule.0", ["share_routine"]),
    ],
)
def test_conditions_are_moved_and_removed(boss: Client, button: str, order: list[str]) -> None:
    page = boss.post(URL, {**EMPTY, **ROUTINE, **SHARE, "do": button})

    assert [child.clause.dimension for child in rule_of(page).children] == order


@pytest.mark.parametrize(
    "button", ["up:rule.9", "remove:rule", "unwrap:rule.0", "nonsense", "add:x", "down:rule.0.0.0"]
)
def test_button_for_what_is_not_there_changes_nothing(boss: Client, button: str) -> None:
    page = boss.post(URL, {**EMPTY, **ROUTINE, "do": button})

    assert [child.clause.dimension for child in rule_of(page).children] == ["buyclass"]


def test_what_was_typed_about_the_segment_stays_through_every_button(boss: Client) -> None:
    page = boss.post(URL, {**EMPTY, "name": "Schools", "key": "sch", "description": "All", "do": "group:rule"})

    html = page.content.decode()
    assert [f'value="{text}"' in html for text in ("Schools", "sch", "All")] == [True, True, True]


def test_check_shows_counts_sample_and_words(boss: Client) -> None:
    page = boss.post(URL, {**EMPTY, **ROUTINE, **SHARE, "do": "check"})

    panel = page.context["panel"]
    assert (panel.preview.companies, panel.preview.matches, panel.preview.joining) == (4, 0, 0)
    assert {child.id: child.count for child in rule_of(page).children} == {"rule-0": 3, "rule-1": 0}
    assert panel.lines[0].text == "All of these hold:"


def test_unfinished_condition_is_left_out_of_the_numbers(boss: Client) -> None:
    page = boss.post(URL, {**EMPTY, **ROUTINE, **SHARE, "rule.1:value": "lots", "do": "check"})

    panel = page.context["panel"]
    assert (panel.preview.matches, panel.unfinished) == (3, 1)
    assert [label.name for label in panel.sample] == ["A Trading", "B Trading", "C Trading"]


def test_panel_alone_is_sent_to_htmx_with_the_count_of_each_part(boss: Client) -> None:
    html = boss.post(URL, {**EMPTY, **ROUTINE, "do": "check"}, headers=HTMX).content.decode()

    assert "<html" not in html
    assert ['id="count-rule-0"' in html, "3 companies" in html] == [True, True]


def test_rule_alone_is_sent_to_htmx_and_has_the_panel_renewed(boss: Client) -> None:
    response = boss.post(URL, {**EMPTY, **ROUTINE, "do": "wrap:rule.0"}, headers=HTMX)

    assert ("<html" in response.content.decode(), response["HX-Trigger-After-Settle"]) == (False, "bc-rule-changed")


def test_bad_rule_is_refused_where_it_is_wrong_and_nothing_typed_is_lost(boss: Client) -> None:
    posted = {**EMPTY, "name": "Schools", **ROUTINE, **SHARE, "rule.1:value": "1,5", "rule.1:leave": "x", "do": "save"}

    page = boss.post(URL, posted)

    wrong = rule_of(page).children[1]
    assert (dict(wrong.errors), wrong.clause.value, wrong.clause.leave) == (
        {"value": ["“1,5” is not a number."], "leave": ["“x” is not a number."]},
        "1,5",
        "x",
    )
    assert [problem["id"] for problem in page.context["problems"]] == ["rule-1", "rule-1"]
    assert not Segment.objects.filter(name="Schools").exists()


def test_saved_rule_is_worked_out_by_the_task(boss: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = boss.post(URL, {**EMPTY, "name": "Regulars", **ROUTINE, "do": "save"})

    segment = Segment.objects.get(name="Regulars")
    assert response["Location"] == f"/admin/segmentation/segment/{segment.pk}/"
    members = SegmentMembership.objects.filter(segment=segment).values_list("customer_key", flat=True)
    assert (sorted(members), segment.computed_at is not None) == (["a", "b", "c"], True)


def test_what_saving_would_change_is_named(boss: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        boss.post(URL, {**EMPTY, "name": "Regulars", **ROUTINE, "do": "save"})
    segment = Segment.objects.get(name="Regulars")

    page = boss.post(
        URL.replace("add", f"{segment.pk}/change"), {**EMPTY, **ROUTINE, "rule.0:chosen": "new", "do": "check"}
    )

    panel = page.context["panel"]
    assert [label.key for label in panel.joining] == ["d"]
    assert [label.key for label in panel.leaving] == ["a", "b", "c"]


def test_rule_that_somebody_else_changed_is_not_overwritten_unseen(boss: Client) -> None:
    segment = Segment.objects.create(key="x", name="X", priority=99, rule_version=3)
    url = URL.replace("add", f"{segment.pk}/change")

    page = boss.post(url, {**EMPTY, "name": "X", **ROUTINE, "rule_version": "2", "do": "save"})

    assert "Somebody else changed this rule meanwhile" in page.content.decode()
    assert Segment.objects.get(key="x").rule is None


def test_uploaded_list_of_six_hundred_joins_the_pasted_one(boss: Client) -> None:
    lines = "\n".join(f"PRD-{number};x" for number in range(600))
    posted = {**EMPTY, "rule.0:dimension": "toy_text", "rule.0:operator": "one_of", "rule.0:listed": "own"}

    page = boss.post(
        URL, {**posted, "rule.0:file": SimpleUploadedFile("list.csv", lines.encode()), "do": "read:rule.0"}
    )

    listed = rule_of(page).children[0].listed
    assert (len(listed), listed[:2]) == (601, ("own", "PRD-0"))


def test_file_that_cannot_be_read_is_told_at_its_condition(boss: Client) -> None:
    posted = {**EMPTY, "rule.0:dimension": "toy_text", "rule.0:operator": "one_of", "rule.0:listed": "own"}
    broken = SimpleUploadedFile("list.xlsx", b"PK\x03\x04broken")

    page = boss.post(URL, {**posted, "rule.0:file": broken, "do": "read:rule.0"})

    clause = rule_of(page).children[0]
    assert (dict(clause.errors), clause.listed) == ({"value": ["This Excel file cannot be read."]}, ("own",))


def test_search_brings_items_by_their_names(boss: Client, category_rows: None) -> None:
    posted = {**EMPTY, "rule.0:dimension": "buyclass_in_category", "rule.0:operator": "one_of", "rule.0:find": "PAPER"}

    page = boss.post(URL, {**posted, "do": "find:rule.0"})

    assert rule_of(page).children[0].found == [("paper", "The paper shelf")]


def test_bounds_and_both_ends_of_a_leave_band_stand_beside_their_fields(boss: Client) -> None:
    share = {"rule.0:dimension": "share_routine", "rule.0:operator": "between", "rule.0:value": "20"}

    page = boss.post(URL, {**EMPTY, **share, "rule.0:high": "6000", "rule.0:leave_high": "70", "do": "check"})

    clause, text = rule_of(page).children[0], page.content.decode()
    assert (clause.bounds, clause.leave_texts) == (
        "from 0\N{NO-BREAK SPACE}% to 100\N{NO-BREAK SPACE}%",
        ("Once in, a company leaves only when it falls below", "or rises above"),
    )
    assert "(from 0\N{NO-BREAK SPACE}% to 100\N{NO-BREAK SPACE}%)" in text
    assert 'name="rule.0:leave_high"' in text
    assert f"“6000\N{NO-BREAK SPACE}%” does not fit “Share of routine buying”: it goes {clause.bounds}." in text


def test_category_that_nobody_has_is_told_where_it_is_named(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "segmentation.directory.orders_only.OrdersOnlyDirectory"
    }
    posted = {**EMPTY, "rule.0:dimension": "bought_category", "rule.0:operator": "ever", "rule.0:items": "nosuch"}

    page = boss.post(URL, {**posted, "name": "X", "do": "save"})

    said = ["There is no “nosuch”, so nobody would be found by it."]
    assert dict(rule_of(page).children[0].errors) == {"items": said}
    assert not Segment.objects.filter(name="X").exists()


@pytest.fixture
def category_rows() -> None:
    from tests.segmentation.admin.rows import make_category_profile

    make_category_profile("a", "paper")
    make_category_profile("a", "ink")


def test_what_companies_are_told_is_shown_as_they_read_it_saved_published_and_kept_in_the_audit(boss: Client) -> None:
    segment = Segment.objects.get(key="routine")
    url = f"/admin/segmentation/segment/{segment.pk}/change/"
    assert "is here because you have a frame contract.”" in boss.get(url).content.decode()

    told = {"name": segment.name, "because": "you order every week", "do": "save"}
    boss.post(url, {**EMPTY, **told, **ROUTINE})

    assert Segment.objects.get(key="routine").because == "you order every week"
    assert published_now("").switches.because == {"routine": "you order every week"}
    assert AuditEntry.objects.filter(action="segment").get().after.endswith("(… because you order every week)")


def test_key_that_stands_for_everybody_is_refused(boss: Client) -> None:
    page = boss.post(URL, {**EMPTY, "name": "Everybody", "do": "save"}).content.decode()

    assert "This key stands for everybody. Please choose another." in page
    assert not Segment.objects.filter(key="everybody").exists()


def test_time_has_the_fields_it_needs_and_is_refused_where_its_days_are_not_kept(boss: Client) -> None:
    often = {"rule.0:dimension": "bought_brand", "rule.0:operator": "at_least_orders", "rule.0:value": "3"}
    posted = {**EMPTY, "name": "Often", **often, "rule.0:items": "Acme"}
    page = boss.post(URL, {**posted, "rule.0:within": "between", "do": "time:rule.0"})
    html = page.content.decode()
    assert (html.count('name="rule.0:within_value"'), html.count('name="rule.0:within_high"')) == (1, 1)
    assert page.context["focus"] == "rule-0-within"

    days = {"rule.0:within": "between", "rule.0:within_value": "2001-01-01", "rule.0:within_high": "2001-12-31"}
    (clause,) = rule_of(boss.post(URL, {**posted, **days, "do": "save"})).children
    assert list(clause.errors) == ["within"]
    assert clause.errors["within"][0].startswith("On which days something was bought is kept from ")
    boss.post(URL, {**posted, "rule.0:within": "last_days", "rule.0:within_value": "90", "do": "save"})

    asked = {"dimension": "bought_brand", "is": "at_least_orders", "value": 3, "items": ["Acme"]}
    assert Segment.objects.get(name="Often").rule == {"all": [{**asked, "within": {"last_days": 90}}]}


def test_time_that_was_just_chosen_is_not_wrong_yet(boss: Client) -> None:
    often = {"rule.0:dimension": "bought_brand", "rule.0:operator": "at_least_orders", "rule.0:value": "3"}
    posted = {**EMPTY, **often, "rule.0:items": "Acme", "rule.0:within": "last_days", "do": "check"}

    html = boss.post(URL, posted, headers=HTMX).content.decode()

    assert "bc-error" not in html
