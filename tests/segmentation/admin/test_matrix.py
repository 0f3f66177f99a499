from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import Settings

from segmentation.models import AuditEntry, Draft, FeatureRule, FeatureSetting
from segmentation.public import has_feature
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile, make_segments
from tests.segmentation.conftest import TOYS

URL = "/admin/segmentation/featurerule/"
MOVED = {"was:rule:toy_reorder:new": "inherit", "rule:toy_reorder:new": "on", "reason": "They asked"}
KILLED = {"was:kill:toy_reorder": "inherit", "kill:toy_reorder": "off", "reason": "It is broken"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _segments(db: None) -> None:
    ensure_builtin_segments()


def rules() -> dict[tuple[str, str], bool]:
    return {
        (rule.feature, rule.segment.key): rule.state == "on" for rule in FeatureRule.objects.select_related("segment")
    }


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_matrix_sends_strangers_to_the_log_in(client: Client) -> None:
    response = client.get(URL)

    assert (response.status_code, response.url) == (302, f"/admin/login/?next={URL}")


def test_matrix_is_closed_without_the_view_right(log_in: LogIn) -> None:
    assert log_in("view_run").get(URL).status_code == 403


def test_matrix_shows_who_may_only_look_no_way_to_switch(log_in: LogIn) -> None:
    page = log_in("view_featurerule").get(URL).content.decode()

    assert "Toy reorder" in page
    assert "Save now" not in page
    assert 'data-cell="' not in page


def test_matrix_says_in_words_who_wins(boss: Client) -> None:
    page = boss.get(URL).content.decode()

    steps = [
        "Off for everybody. Whatever",
        "by hand for one company",
        "a person may do",
        "switches below",
        "whom no segment decides.",
        "What is declared:",
    ]
    assert sorted(steps, key=page.index) == steps


def test_matrix_shows_what_as_declared_means(boss: Client) -> None:
    cells = {
        (row.feature.key, cell.segment_key): cell.declared_on
        for row in boss.get(URL).context["page"].rows
        for cell in row.cells
    }

    routine_only = {segment: cells["toy_reorder", segment] for segment in ("mixed", "routine", "major", "new")}
    assert routine_only == {"mixed": True, "routine": True, "major": False, "new": False}
    assert cells["toy_search", "new"] is True


def test_matrix_counts_the_members_of_each_segment(boss: Client) -> None:
    make_profile("a")
    make_profile("b")

    columns = {column.segment.key: column.members for column in boss.get(URL).context["page"].columns}

    assert columns == {"mixed": 0, "routine": 2, "major": 0, "new": 0}


def test_saving_switches_a_feature_on_for_a_segment(boss: Client) -> None:
    make_profile("newcomer", buyclass="new")
    assert not has_feature("newcomer", "toy_reorder")

    response = boss.post(URL, MOVED)

    assert said(response) == ["1 switch changed."]
    assert rules() == {("toy_reorder", "new"): True}
    assert has_feature("newcomer", "toy_reorder")


def test_saving_keeps_who_changed_what_and_why(boss: Client) -> None:
    boss.post(URL, MOVED)

    entry = AuditEntry.objects.get()
    kept = (entry.actor_name, entry.action, entry.feature, entry.segment_key, entry.before, entry.after, entry.reason)
    assert kept == ("anna@example.com", "feature_rule", "toy_reorder", "new", "inherit", "on", "They asked")


def test_saving_leaves_alone_what_somebody_else_switched_meanwhile(boss: Client) -> None:
    shown = {"was:rule:toy_reorder:routine": "inherit", "rule:toy_reorder:routine": "inherit"}
    set_feature_rule(feature="toy_reorder", segment="routine", state="off", actor=None)

    boss.post(URL, {**MOVED, **shown})

    assert rules() == {("toy_reorder", "routine"): False, ("toy_reorder", "new"): True}


def test_saving_as_declared_takes_the_rule_away(boss: Client) -> None:
    set_feature_rule(feature="toy_reorder", segment="new", state="on", actor=None)

    boss.post(URL, {"was:rule:toy_reorder:new": "on", "rule:toy_reorder:new": "inherit"})

    assert rules() == {}


def test_saving_nothing_moved_changes_nothing(boss: Client) -> None:
    response = boss.post(URL, {"was:rule:toy_reorder:new": "inherit", "rule:toy_reorder:new": "inherit"})

    assert said(response) == ["Nothing to change: every switch stands as you left it."]
    assert AuditEntry.objects.count() == 0


def test_saving_switches_a_feature_off_for_everybody(boss: Client) -> None:
    make_profile("regular")

    boss.post(URL, KILLED)

    assert list(FeatureSetting.objects.values_list("feature", flat=True)) == ["toy_reorder"]
    assert not has_feature("regular", "toy_reorder")


def test_saving_an_unticked_box_lifts_off_for_everybody(boss: Client) -> None:
    set_kill_switch(feature="toy_reorder", killed=True, actor=None)

    boss.post(URL, {"was:kill:toy_reorder": "off"})

    assert FeatureSetting.objects.count() == 0


@pytest.mark.parametrize(
    "posted",
    [
        {"was:rule:gone:new": "inherit", "rule:gone:new": "on"},
        {"was:rule:toy_reorder:gone": "inherit", "rule:toy_reorder:gone": "on"},
        {"was:rule:toy_reorder:new": "inherit", "rule:toy_reorder:new": "perhaps"},
        {"was:kill:gone": "inherit", "kill:gone": "off"},
    ],
)
def test_saving_what_does_not_exist_is_refused_as_a_whole(boss: Client, posted: dict[str, str]) -> None:
    response = boss.post(URL, {"was:rule:toy_ideas:new": "inherit", "rule:toy_ideas:new": "off", **posted})

    refusal = "The list of features or segments has changed meanwhile. Please look again, and switch anew."
    assert (said(response), rules(), FeatureSetting.objects.count()) == ([refusal], {}, 0)


def test_switching_needs_the_change_right(log_in: LogIn) -> None:
    response = log_in("view_featurerule").post(URL, MOVED)

    assert (response.status_code, rules()) == (403, {})


def test_switching_off_for_everybody_needs_its_own_right(log_in: LogIn) -> None:
    response = log_in("change_featurerule").post(URL, KILLED | MOVED)

    assert (response.status_code, FeatureSetting.objects.count(), rules()) == (403, 0, {})


def test_switching_is_refused_without_the_csrf_token(boss: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = boss.cookies

    assert strict.post(URL, MOVED).status_code == 403


def test_matrix_names_the_last_change_and_its_author(boss: Client) -> None:
    boss.post(URL, MOVED)

    assert "by anna@example.com." in boss.get(URL).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_matrix_costs_the_same_for_many_segments(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    for segment in make_segments(count):
        FeatureRule.objects.create(feature="toy_reorder", segment=segment, state="on")

    with django_assert_num_queries(10):
        boss.get(URL)


def test_saving_says_something_for_everybody(boss: Client) -> None:
    boss.post(URL, {"was:rule:toy_reorder:": "inherit", "rule:toy_reorder:": "on"})

    assert list(FeatureRule.objects.values_list("feature", "segment", "state")) == [("toy_reorder", None, "on")]


def test_cells_show_shares_and_values_and_lead_to_their_rule(boss: Client) -> None:
    set_feature_rule(feature="toy_reorder", segment="new", actor=None, state="on", share=30, held_out=10)

    page = boss.get(URL).content.decode()

    assert 'feature/toy_reorder/?rule=new#bc-rule-new">30 % · 10 % held out' in page


@pytest.mark.parametrize(
    ("query", "features", "segments"),
    [
        ("features=TOY+prices", {"toy_prices"}, {"mixed", "routine", "major", "new"}),
        ("features=toy&segments=routine", {*(toy.key for toy in TOYS)}, {"routine"}),
        ("said=1", {"toy_reorder"}, {"new"}),
        ("features=nothing+like+this", set(), {"mixed", "routine", "major", "new"}),
    ],
)
def test_filter_hides_what_does_not_fit(boss: Client, query: str, features: set[str], segments: set[str]) -> None:
    set_feature_rule(feature="toy_reorder", segment="new", actor=None, state="on")

    page = boss.get(f"{URL}?{query}").context["page"]

    assert {row.feature.key for row in page.rows if row.shown} == features
    assert {column.segment.key for column in page.columns if column.shown} == segments


def test_saving_comes_back_to_the_same_filter(boss: Client) -> None:
    assert boss.post(f"{URL}?features=toy", MOVED).url == f"{URL}?features=toy"


def test_moves_are_put_into_a_new_draft_or_one_that_there_is(boss: Client) -> None:
    set_feature_rule(feature="toy_reorder", segment="new", actor=None, state="off", share=40)
    first = boss.post(URL, {"was:rule:toy_reorder:new": "off", "rule:toy_reorder:new": "on", "into": "draft"})
    draft = Draft.objects.get()

    boss.post(URL, {**KILLED, "into": "draft", "draft": str(draft.pk)})

    assert first.url == f"/admin/segmentation/draft/{draft.pk}/change/"
    changes = set(draft.changes.values_list("kind", "feature", "segment_key"))
    assert changes == {("rule", "toy_reorder", "new"), ("kill_switch", "toy_reorder", "")}
    assert draft.changes.get(kind="rule").after == {"state": "on", "share": 40}
    assert (rules(), FeatureSetting.objects.count()) == ({("toy_reorder", "new"): False}, 0)


@pytest.mark.parametrize("draft", ["0", "gone"])
def test_moves_are_not_put_into_a_draft_that_is_gone(boss: Client, draft: str) -> None:
    response = boss.post(URL, {**MOVED, "into": "draft", "draft": draft})

    refusal = "This draft cannot be written on any more. Please choose another."
    assert (said(response), Draft.objects.count(), rules()) == ([refusal], 0, {})


def test_drafts_need_their_own_right(log_in: LogIn) -> None:
    response = log_in("change_featurerule").post(URL, {**MOVED, "into": "draft"})

    assert (response.status_code, Draft.objects.count()) == (403, 0)


def test_where_a_second_person_approves_only_switching_off_goes_without(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}

    refused = boss.post(URL, MOVED)
    boss.post(URL, KILLED)

    assert said(refused) == ["Put this into a draft: a second person has to approve what changes in the shop."]
    assert (rules(), FeatureSetting.objects.count()) == ({}, 1)
