from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from segmentation.models import Draft, Segment
from segmentation.services.put_change import put_change
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.draft_pages import URL, changes_of, page_of, put
from tests.segmentation.admin.rows import AT, make_profile, make_segments

pytestmark = pytest.mark.django_db


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
