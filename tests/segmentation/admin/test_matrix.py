from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from segmentation.models import AuditEntry, FeatureRule, FeatureSetting
from segmentation.public import has_feature
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile, make_segments

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
    assert 'type="submit" class="bc-button"' not in page
    assert 'name="was:' not in page


def test_matrix_says_in_words_who_wins(boss: Client) -> None:
    page = boss.get(URL).content.decode()

    steps = ["Off for everybody. Whatever", "by hand for one company", "a person may do", "switches below", "declared:"]
    assert sorted(steps, key=page.index) == steps


def test_matrix_shows_what_as_declared_means(boss: Client) -> None:
    cells = {
        (row.feature.key, cell.segment.key): cell.declared_on
        for row in boss.get(URL).context["page"].rows
        for cell in row.cells
    }

    routine_only = {segment: cells["toy_reorder", segment] for segment in ("mixed", "routine", "major", "new")}
    assert routine_only == {"mixed": True, "routine": True, "major": False, "new": False}
    assert cells["toy_search", "new"] is True


def test_matrix_counts_the_members_of_each_segment(boss: Client) -> None:
    make_profile("a")
    make_profile("b")

    columns = {segment.key: members for segment, members in boss.get(URL).context["page"].columns}

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

    with django_assert_num_queries(9):
        boss.get(URL)
