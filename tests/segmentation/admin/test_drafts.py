from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from segmentation.models import Draft, FeatureOverride, FeatureRule, FeatureSetting, Segment, SegmentRefresh
from segmentation.services.approve_draft import approve_draft
from segmentation.services.propose_draft import propose_draft
from segmentation.services.publish_draft import publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_profile, make_segments

URL = "/admin/segmentation/draft/"
LATER = "2099-06-01T08:00"
STEPS = ["propose", "approve", "send-back", "publish", "schedule", "unschedule", "discard", "roll-back"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None) -> Draft:
    """With one change: toy ideas off for everybody."""
    make_profile("acme")
    draft = start_draft(title="Spring", actor=None, now=AT)
    put_change(draft.pk, kind="kill_switch", feature="toy_ideas", after={"killed": True}, actor=None, now=AT)
    return draft


def page_of(client: Client, draft: Draft) -> str:
    return client.get(f"{URL}{draft.pk}/change/").content.decode()


def buttons(client: Client, draft: Draft) -> list[str]:
    """The steps that the page offers."""
    return re.findall(rf"/draft/{draft.pk}/do/([a-z-]+)/", page_of(client, draft))


def take(client: Client, draft: Draft, step: str, **posted: Any) -> Any:
    return client.post(f"{URL}{draft.pk}/do/{step}/", posted)


def state_of(draft: Draft) -> str:
    return str(Draft.objects.get(pk=draft.pk).state)


def put(client: Client, draft: Draft, address: str, **posted: Any) -> Any:
    return client.post(f"{URL}{draft.pk}/put/{address}", posted)


def changes_of(draft: Draft) -> list[tuple[str, str, str, str, Any]]:
    return list(draft.changes.values_list("kind", "feature", "segment_key", "customer_key", "after"))


def test_draft_is_begun_with_its_title(boss: Client) -> None:
    response = boss.post(f"{URL}add/", {"title": "Summer", "reason": "Season"})

    draft = Draft.objects.get()
    assert (draft.title, draft.reason, draft.author.email) == ("Summer", "Season", "anna@example.com")
    assert response["Location"] == f"{URL}{draft.pk}/change/"


def test_draft_needs_a_title(boss: Client) -> None:
    page = boss.post(f"{URL}add/", {"title": " "}).content.decode()

    assert "Please give it a title" in page
    assert not Draft.objects.exists()


def test_page_says_each_change_in_words(boss: Client, draft: Draft) -> None:
    put_change(
        draft.pk,
        kind="rule",
        feature="toy_search",
        segment="new",
        after={"state": "on", "share": 30},
        actor=None,
        now=AT,
    )
    put_change(
        draft.pk,
        kind="override",
        feature="toy_search",
        customer_key="acme",
        after={"enabled": False, "reason": "They asked"},
        actor=None,
        now=AT,
    )

    page = page_of(boss, draft)

    said = ["Off for everybody", "As its segments say", "New buyers", "On; for 30 % of the companies", "ACME Trading"]
    said += ["Off (They asked)"]
    assert [words for words in said if words not in page] == []


@pytest.mark.parametrize(
    ("address", "posted", "expected"),
    [
        ("kill_switch/?feature=toy_search", {"killed": "yes"}, ("kill_switch", "toy_search", "", "", {"killed": True})),
        (
            "by_category/?feature=toy_prices",
            {"allowed": "no"},
            ("by_category", "toy_prices", "", "", {"allowed": False}),
        ),
        (
            "rule/?feature=toy_search&segment=new",
            {"state": "on", "share": "40", "held_out": "10"},
            ("rule", "toy_search", "new", "", {"state": "on", "share": 40, "held_out": 10}),
        ),
        (
            "rule/?feature=toy_search&segment=",
            {"state": "off", "share": "100", "held_out": "0"},
            ("rule", "toy_search", "", "", {"state": "off"}),
        ),
        (
            "override/?feature=toy_search&company=acme",
            {"state": "on", "because": "A trial", "until": "2099-05-31"},
            (
                "override",
                "toy_search",
                "",
                "acme",
                {"enabled": True, "reason": "A trial", "expires_at": "2099-05-31T22:00:00+00:00", "parameters": {}},
            ),
        ),
    ],
)
def test_change_is_put_in_from_the_page(
    boss: Client, draft: Draft, address: str, posted: dict[str, str], expected: Any
) -> None:
    response = put(boss, draft, address, **posted)

    assert response["Location"] == f"{URL}{draft.pk}/change/"
    assert changes_of(draft)[1:] == [expected]


def test_segment_goes_where_it_is_told_and_the_others_make_room(boss: Client, draft: Draft) -> None:
    keys = list(Segment.objects.order_by("priority").values_list("key", flat=True))
    places = {f"place:{key}": str(at) for at, key in enumerate(keys, start=1)}

    put(boss, draft, "segment_order/", **{**places, f"place:{keys[0]}": "3"})

    wanted = [keys[1], keys[2], keys[0], *keys[3:]]
    assert changes_of(draft)[1:] == [("segment_order", "", "", "", {"order": wanted})]


@pytest.mark.parametrize(
    ("address", "posted", "words"),
    [
        ("rule/?feature=toy_search&segment=new", {"state": "on", "share": "101", "held_out": "0"}, "100"),
        ("override/?feature=toy_search&company=acme", {"state": "on"}, "Please say why"),
        ("override/?feature=toy_search&company=acme", {"state": "on", "because": "x", "until": "2020-01-01"}, "past"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_put_in(
    boss: Client, draft: Draft, address: str, posted: dict[str, str], words: str
) -> None:
    page = put(boss, draft, address, **posted).content.decode()

    assert words in page
    assert len(changes_of(draft)) == 1


def test_company_is_found_by_name(boss: Client, draft: Draft) -> None:
    page = boss.get(f"{URL}{draft.pk}/put/override/?feature=toy_search&company=acme trad").content.decode()
    nobody = boss.get(f"{URL}{draft.pk}/put/override/?feature=toy_search&company=nobody").content.decode()

    assert "?feature=toy_search&amp;company=acme" in page
    assert "No company has this number or name." in nobody


def test_change_of_a_segments_rule_leads_to_its_editor(boss: Client, draft: Draft) -> None:
    new = Segment.objects.get(key="new")

    response = boss.get(f"{URL}{draft.pk}/put/segment_rule/?segment=new")

    assert response["Location"] == f"/admin/segmentation/segment/{new.pk}/change/?draft={draft.pk}"


def test_change_is_taken_out(boss: Client, draft: Draft) -> None:
    boss.post(f"{URL}{draft.pk}/drop/{draft.changes.get().pk}/")

    assert changes_of(draft) == []


def test_change_of_another_draft_is_not_taken_out(boss: Client, draft: Draft) -> None:
    other = start_draft(title="Other", actor=None, now=AT)

    response = boss.post(f"{URL}{other.pk}/drop/{draft.changes.get().pk}/")

    assert response.status_code == 404
    assert len(changes_of(draft)) == 1


def test_published_and_taken_back(boss: Client, draft: Draft) -> None:
    take(boss, draft, "publish", reason="The season begins")
    assert FeatureSetting.objects.get().killed
    published = Draft.objects.get(pk=draft.pk)

    take(boss, draft, "roll-back", reason="Too early")

    assert not FeatureSetting.objects.filter(killed=True).exists()
    assert (published.state, published.reason) == ("published", "The season begins")
    assert list(draft.audit.values_list("action", "reason"))[:2] == [
        ("draft_rolled_back", "Too early"),
        ("kill_switch", "Too early"),
    ]


def test_publishing_a_rule_has_the_companies_worked_out(
    boss: Client, draft: Draft, django_capture_on_commit_callbacks: Any
) -> None:
    make_segments(1)
    rule = Segment.objects.get(key="routine").rule
    put_change(draft.pk, kind="segment_rule", segment="group-0", after={"rule": rule}, actor=None, now=AT)

    with django_capture_on_commit_callbacks(execute=True):
        take(boss, draft, "publish")

    assert SegmentRefresh.objects.get(segment__key="group-0").state == "finished"


def test_what_was_changed_meanwhile_is_confirmed_one_by_one(boss: Client, draft: Draft) -> None:
    put_change(draft.pk, kind="rule", feature="toy_search", segment="new", after={"state": "off"}, actor=None, now=AT)
    bea = get_user_model()._default_manager.create_user(email="bea@example.com", password="x")
    set_feature_rule(feature="toy_search", segment="new", state="on", share=50, actor=bea)
    change = draft.changes.get(kind="rule")

    asked = take(boss, draft, "publish").content.decode()
    assert state_of(draft) == "open"
    take(boss, draft, "publish", despite=[change.pk])

    assert "bea@example.com changed this on" in asked
    assert "On; for 50 % of the companies" in asked
    assert state_of(draft) == "published"
    assert FeatureRule.objects.get().state == "off"


def test_page_names_who_changed_the_same_meanwhile(boss: Client, draft: Draft) -> None:
    bea = get_user_model()._default_manager.create_user(email="bea@example.com", password="x")
    put_change(draft.pk, kind="rule", feature="toy_search", segment="new", after={"state": "off"}, actor=None, now=AT)
    set_feature_rule(feature="toy_search", segment="new", state="on", actor=bea)

    assert "bea@example.com changed this on" in page_of(boss, draft)


def test_roll_back_says_beforehand_what_is_left(boss: Client, draft: Draft) -> None:
    publish_draft(draft.pk, actor=None, now=timezone.now())
    set_kill_switch(feature="toy_ideas", killed=False, actor=None)

    page = boss.get(f"{URL}{draft.pk}/do/roll-back/").content.decode()

    assert "What was changed again since the draft was published is left as it is" in page


def test_draft_waits_for_its_moment_in_the_time_of_the_shop(boss: Client, draft: Draft, settings: Settings) -> None:

    take(boss, draft, "schedule", publish_at=LATER, ends_at="2099-07-01T08:00", whatever_stands="on")

    draft.refresh_from_db()
    assert (draft.state, draft.whatever_stands) == ("scheduled", True)
    assert (draft.publish_at, draft.ends_at) == (
        datetime(2099, 6, 1, 6, tzinfo=UTC),
        datetime(2099, 7, 1, 6, tzinfo=UTC),
    )

    take(boss, draft, "unschedule")
    assert state_of(draft) == "open"


@pytest.mark.parametrize(
    ("moments", "words"),
    [
        (("2098-03-30T02:30", ""), "clocks are put forward"),
        (("2098-10-26T02:30", ""), "Do you mean the first time or the second?"),
        (("2020-01-01T10:00", ""), "This moment has passed"),
        ((LATER, LATER), "The end has to come after the beginning."),
        (("soon", ""), "Please give a date and a time"),
        (("", ""), "Please give a date and a time"),
    ],
)
def test_moment_that_cannot_be_is_said_in_a_sentence(
    boss: Client, draft: Draft, settings: Settings, moments: tuple[str, str], words: str
) -> None:

    page = take(boss, draft, "schedule", publish_at=moments[0], ends_at=moments[1]).content.decode()

    assert words in page
    assert state_of(draft) == "open"


@pytest.mark.parametrize(("which", "hour"), [("earlier", 0), ("later", 1)])
def test_moment_that_comes_twice_is_asked_for(
    boss: Client, draft: Draft, settings: Settings, which: str, hour: int
) -> None:
    asked = take(boss, draft, "schedule", publish_at="2098-10-26T02:30").content.decode()

    take(boss, draft, "schedule", publish_at="2098-10-26T02:30", publish_at_which=which)

    assert 'name="publish_at_which"' in asked
    assert Draft.objects.get(pk=draft.pk).publish_at == datetime(2098, 10, 26, hour, 30, tzinfo=UTC)


def test_one_switch_is_planned_in_one_step(boss: Client, draft: Draft) -> None:
    posted = {"feature": "toy_search", "segment": "new", "state": "off", "publish_at": LATER, "reason": "Season"}

    boss.post(f"{URL}plan/", posted)

    planned = Draft.objects.latest("pk")
    assert (planned.state, planned.reason, planned.whatever_stands) == ("scheduled", "Season", True)
    assert changes_of(planned) == [("rule", "toy_search", "new", "", {"state": "off"})]


def test_feature_cannot_be_planned_on_for_everybody(boss: Client) -> None:
    posted = {"feature": "toy_search", "segment": "*", "state": "on", "publish_at": LATER}

    page = boss.post(f"{URL}plan/", posted).content.decode()

    assert "not on for everybody" in page
    assert not Draft.objects.exists()


def test_plan_that_needs_approval_is_proposed_with_its_moment(boss: Client, draft: Draft, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    posted = {"feature": "toy_search", "segment": "*", "state": "off", "publish_at": LATER, "reason": "Season"}

    boss.post(f"{URL}plan/", posted)

    planned = Draft.objects.latest("pk")
    assert planned.state == "proposed"
    assert "2099" in planned.reason
    assert planned.reason.endswith("Season")


def test_second_person_approves_and_the_first_cannot(log_in: LogIn, draft: Draft, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    may = ["view_draft", "add_draft", "change_draft", "approve_draft", "change_featuresetting"]
    first = log_in(*may)
    second = Client()
    bea = get_user_model()._default_manager.create_user(email="bea@example.com", password="x", is_staff=True)
    bea.user_permissions.set(Permission.objects.filter(codename__in=may))
    second.force_login(bea)
    put(first, draft, "kill_switch/?feature=toy_search", killed="yes")

    assert buttons(first, draft) == ["propose", "discard"]
    assert take(first, draft, "publish").status_code == 403
    take(first, draft, "propose")
    assert take(first, draft, "approve").status_code == 403
    take(second, draft, "approve")
    assert state_of(draft) == "approved"
    take(first, draft, "publish")

    assert state_of(draft) == "published"


def test_draft_is_sent_back_with_what_is_to_change(boss: Client, draft: Draft) -> None:
    propose_draft(draft.pk, actor=None)

    take(boss, draft, "send-back", reason="Not in July")

    assert state_of(draft) == "open"
    assert "Not in July" in page_of(boss, draft)


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        (["view_draft"], []),
        (["view_draft", "change_draft"], ["propose", "discard"]),
        (["view_draft", "change_featurerule"], []),
        (["view_draft", "change_featuresetting"], ["publish", "schedule"]),
        (["view_draft", "approve_draft"], []),
    ],
)
def test_buttons_are_for_who_may_and_the_server_refuses_the_others(
    log_in: LogIn, draft: Draft, held: list[str], offered: list[str]
) -> None:
    client = log_in(*held)

    assert buttons(client, draft) == offered
    refused = [step for step in STEPS if client.get(f"{URL}{draft.pk}/do/{step}/").status_code == 403]
    of_this_state = [step for step in STEPS if step in {"propose", "publish", "schedule", "discard"}]
    assert refused == [step for step in of_this_state if step not in offered]


def test_who_only_looks_changes_nothing(log_in: LogIn, draft: Draft) -> None:
    client = log_in("view_draft")
    change = draft.changes.get().pk
    refused = [
        client.get(f"{URL}add/"),
        client.get(f"{URL}plan/"),
        client.get(f"{URL}{draft.pk}/title/"),
        client.get(f"{URL}{draft.pk}/put/rule/"),
        put(client, draft, "kill_switch/?feature=toy_search", killed="yes"),
        client.post(f"{URL}{draft.pk}/drop/{change}/"),
        *(take(client, draft, step) for step in ("propose", "publish", "schedule", "discard")),
    ]

    assert {response.status_code for response in refused} == {403}
    assert (state_of(draft), len(changes_of(draft))) == ("open", 1)


@pytest.mark.parametrize(
    ("also_held", "needs_approval", "status"),
    [([], False, 403), ([], True, 200), (["change_featurerule"], False, 200), (["change_segment"], False, 403)],
)
def test_single_switch_is_planned_by_who_may_move_it_or_propose(
    log_in: LogIn, settings: Settings, also_held: list[str], needs_approval: bool, status: int
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": needs_approval}
    client = log_in("view_draft", "add_draft", "change_draft", *also_held)

    assert client.get(f"{URL}plan/").status_code == status


@pytest.mark.parametrize("is_staff", [True, False])
def test_nobody_without_the_right_reaches_a_draft(draft: Draft, is_staff: bool) -> None:
    client = Client()
    person = get_user_model()._default_manager.create_user(
        email="reseller@example.com", password="x", is_staff=is_staff
    )
    client.force_login(person)
    pages = ["", "add/", "plan/", *(f"{draft.pk}/{end}" for end in ("change/", "title/", "put/rule/"))]
    pages += [f"{draft.pk}/do/{step}/" for step in STEPS]
    pages += [f"{draft.pk}/dry-run/progress/", f"{draft.pk}/dry-run/everybody.csv"]

    answers = {client.get(f"{URL}{page}").status_code for page in pages}
    answers |= {client.post(f"{URL}{draft.pk}/{end}").status_code for end in ("dry-run/", "do/publish/", "drop/1/")}

    assert answers == ({403} if is_staff else {302})
    assert not FeatureOverride.objects.exists()
    assert state_of(draft) == "open"


def test_step_that_is_too_late_says_where_the_draft_stands(boss: Client, draft: Draft) -> None:
    publish_draft(draft.pk, actor=None, now=timezone.now())

    response = boss.post(f"{URL}{draft.pk}/do/publish/", follow=True)

    assert "Where the draft stands: Published." in response.content.decode()


def test_approved_draft_says_by_whom(boss: Client, draft: Draft) -> None:
    propose_draft(draft.pk, actor=None)
    anna = get_user_model()._default_manager.get(email="anna@example.com")
    approve_draft(draft.pk, actor=anna, now=AT)

    assert re.search(r"Approved [^<]* by anna@example.com", page_of(boss, draft))


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_for_many_changes(
    boss: Client, draft: Draft, count: int, django_assert_num_queries: Any
) -> None:
    make_segments(count)
    for n in range(count):
        make_profile(f"c{n}")
        put_change(
            draft.pk, kind="rule", feature="toy_search", segment=f"group-{n}", after={"state": "on"}, actor=None, now=AT
        )
        put_change(
            draft.pk,
            kind="override",
            feature="toy_search",
            customer_key=f"c{n}",
            after={"enabled": True, "reason": "A trial"},
            actor=None,
            now=AT,
        )
        set_feature_rule(feature="toy_search", segment=f"group-{n}", state="off", actor=None)

    with django_assert_num_queries(14):
        boss.get(f"{URL}{draft.pk}/change/")


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_drafts(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        start_draft(title=f"Draft {n}", actor=None, now=AT)

    with django_assert_num_queries(5):
        boss.get(URL)
