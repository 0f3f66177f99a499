"""The page of key accounts: who is one and who might be, why, and what is done about it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pandas as pd
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from segmentation.models import (
    AttributeBatch,
    AuditEntry,
    CustomerProfile,
    KeyAccountDismissal,
    OriginChoice,
    PublishedSnapshot,
    Segment,
    SegmentMembership,
)
from segmentation.selectors.attributes import attributes_of
from segmentation.services.set_attribute import set_attribute
from segmentation.services.set_key_accounts import set_key_accounts
from segmentation.services.store_attributes import store_attributes
from segmentation.services.suggest_key_accounts import suggest_key_accounts
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_profile

PAGE = "/admin/segmentation/keyaccount/"
SUGGESTED = f"{PAGE}?group=suggested"
ASIDE = f"{PAGE}?group=aside"

pytestmark = pytest.mark.django_db


def know(origin: str = OriginChoice.IMPORTED, **values: dict[str, object]) -> None:
    batch = AttributeBatch(origin=origin, at=AT, detail="books.csv")
    store_attributes(pd.DataFrame.from_dict(values, orient="index"), batch=batch)


@pytest.fixture
def market(db: None) -> None:
    """Ten companies, c0 with the largest margin; two places are looked at, c1 buys less than it did."""
    for n in range(10):
        make_profile(f"c{n}", value_year=11_000, value_year_before=12_000 if n == 1 else 10_000)
    know(**{f"c{n}": {"margin_year": 5000 - 100 * n} for n in range(10)})
    suggest_key_accounts(now=timezone.now())


def shown(client: Client, url: str) -> list[str]:
    return [said["row"].label.key for said in client.get(url).context["rows"]]


def press(client: Client, url: str, do: str, *companies: str, **fields: str) -> list[str]:
    """What the page says afterwards."""
    answer = client.post(url, {"do": do, "company": companies, **fields}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_suggestion_says_why_with_its_place_and_growth(boss: Client, market: None) -> None:
    page = boss.get(SUGGESTED)

    (said,) = page.context["rows"]
    assert said["row"].label.key == "c0"
    assert said["stands"].replace("\xa0", " ") == "Margin DKK 5,000, place 1 of 10. 10 % more than the year before."
    assert [(key, count) for key, _label, count in page.context["groups"]] == [
        ("key", 0), ("suggested", 1), ("against", 0), ("aside", 0),
    ]  # fmt: skip


def test_one_click_makes_a_key_account_and_the_opposite_takes_it_off(boss: Client, market: None) -> None:
    assert press(boss, SUGGESTED, "make:c0") == ["1 company is a key account now."]
    assert (shown(boss, PAGE), shown(boss, SUGGESTED)) == (["c0"], [])
    (said,) = boss.get(PAGE).context["rows"]
    assert said["by"] == "anna@example.com"

    assert press(boss, PAGE, "take_off:c0") == ["1 company is no key account any more."]
    assert (shown(boss, PAGE), shown(boss, SUGGESTED)) == ([], ["c0"])
    entries = AuditEntry.objects.order_by("pk").values_list("actor_name", "customer_key", "before", "after")
    assert list(entries) == [
        ("anna@example.com", "c0", "key_account: ", "key_account: True"),
        ("anna@example.com", "c0", "key_account: True", "key_account: False"),
    ]


def test_key_account_by_hand_survives_what_a_file_says_later(boss: Client, market: None) -> None:
    press(boss, SUGGESTED, "make:c0")
    know(c0={"key_account": False})

    assert shown(boss, PAGE) == ["c0"]


def test_several_ticked_companies_get_an_account_manager_who_can_be_filtered_by(boss: Client, market: None) -> None:
    set_key_accounts(["c0", "c1", "c2"], is_key=True, actor=None, now=AT)

    assert press(boss, PAGE, "manager", "c0", "c2", manager=" Eva Holm ") == [
        "The account manager of 2 companies is changed."
    ]
    assert shown(boss, f"{PAGE}?manager=Eva+Holm") == ["c0", "c2"]
    assert shown(boss, f"{PAGE}?manager=-") == ["c1"]
    assert press(boss, PAGE, "manager", "c0", manager="") == ["The account manager of 1 company is changed."]
    assert shown(boss, f"{PAGE}?manager=Eva+Holm") == ["c2"]


def test_key_account_that_fell_out_says_what_speaks_against_it(boss: Client, market: None) -> None:
    set_key_accounts(["c0", "c1", "c9"], is_key=True, actor=None, now=AT)

    rows = {said["row"].label.key: said["against"] for said in boss.get(f"{PAGE}?group=against").context["rows"]}

    assert rows == {
        "c1": ["It buys less than the year before."],
        "c9": ["No longer among the first 2 by margin: place 10."],
    }


def test_what_was_put_aside_is_not_suggested_until_its_day_is_over(boss: Client, market: None) -> None:
    until = timezone.localdate() + timedelta(days=1)

    said = press(boss, SUGGESTED, "aside", "c0", reason="Sells to itself", until=until.isoformat())

    assert said == ["1 company is put aside."]
    assert (shown(boss, SUGGESTED), shown(boss, ASIDE)) == ([], ["c0"])
    suggest_key_accounts(now=timezone.now())
    assert shown(boss, SUGGESTED) == []
    suggest_key_accounts(now=timezone.now() + timedelta(days=2))
    assert shown(boss, SUGGESTED) == ["c0"]


def test_what_was_put_aside_is_suggested_again_at_once_by_the_opposite(boss: Client, market: None) -> None:
    until = timezone.localdate().isoformat()
    press(boss, SUGGESTED, "aside", "c0", reason="Not now", until=until)

    assert press(boss, ASIDE, "again:c0") == ["1 company may be suggested again."]

    assert shown(boss, SUGGESTED) == ["c0"]
    entries = AuditEntry.objects.filter(action="key_account_dismissal").order_by("pk")
    assert list(entries.values_list("customer_key", "before", "after", "reason")) == [
        ("c0", "", until, "Not now"),
        ("c0", until, "", ""),
    ]


@pytest.mark.parametrize("key", ["nobody", "x" * 300])
def test_only_a_company_that_is_there_may_be_suggested_again(boss: Client, market: None, key: str) -> None:
    assert press(boss, ASIDE, f"again:{key}") != ["1 company may be suggested again."]

    assert not PublishedSnapshot.objects.filter(subject=key).exists()


def test_whoever_became_a_key_account_elsewhere_is_not_put_aside(boss: Client, market: None) -> None:
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    press(boss, SUGGESTED, "aside", "c0", reason="Not now", until=until)
    set_attribute(customer_key="c0", dimension="key_account", value=True, actor=None, now=timezone.now())

    suggest_key_accounts(now=timezone.now())

    assert {one.dimension.key: one.value for one in attributes_of("c0")}["key_account_suggested"] is True


def test_segments_follow_what_is_put_aside(boss: Client, market: None) -> None:
    rule = {"dimension": "key_account_suggested", "is": "yes"}
    segment = Segment.objects.create(key="might-be", name="Might be", priority=90, rule=rule)
    SegmentMembership.objects.create(segment=segment, customer_key="c0", since=AT)

    press(boss, SUGGESTED, "aside", "c0", reason="Not now", until=timezone.localdate().isoformat())

    assert not SegmentMembership.objects.filter(segment=segment).exists()


def test_whoever_becomes_a_key_account_is_not_put_aside_any_more(boss: Client, market: None) -> None:
    press(boss, SUGGESTED, "aside", "c0", reason="Not now", until=timezone.localdate().isoformat())

    press(boss, ASIDE, "make:c0")

    assert not KeyAccountDismissal.objects.exists()
    assert boss.get(PAGE).context["rows"][0]["against"] == []


@pytest.mark.parametrize(
    ("do", "fields", "wrong"),
    [
        ("aside", {"until": "2099-01-01"}, {"reason": ["Please say why, so that your colleagues know."]}),
        ("aside", {"reason": "No"}, {"until": ["Say until when it is not to be suggested."]}),
        ("aside", {"reason": "No", "until": "2020-01-01"}, {"until": ["The last day lies in the past."]}),
        ("", {"reason": "No"}, {"__all__": ["Choose what to do."]}),
        ("make", {"company": []}, {"__all__": ["Tick the companies first."]}),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    boss: Client, market: None, do: str, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    page = boss.post(SUGGESTED, {"do": do, "company": ["c0"], **fields})

    form = page.context["form"]
    assert {name: form.errors[name] for name in wrong} == wrong
    assert form["reason"].value() == fields.get("reason")
    assert not AuditEntry.objects.exists()


def test_company_that_is_not_there_is_refused_with_all_the_others(boss: Client, market: None) -> None:
    assert press(boss, SUGGESTED, "make", "c0", "ghost") == ["No company has this number."]
    assert shown(boss, PAGE) == []


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("-margin", ["c0", "c1", "c2", "new"]),
        ("margin", ["c2", "c1", "c0", "new"]),
        ("-growth", ["c2", "c0", "c1", "new"]),
    ],
)
def test_list_is_sorted_by_margin_and_growth_and_the_unknown_comes_last(
    boss: Client, market: None, order: str, keys: list[str]
) -> None:
    make_profile("new")
    CustomerProfile.objects.filter(pk="c2").update(value_year=50_000)
    set_key_accounts(["c0", "c1", "c2", "new"], is_key=True, actor=None, now=AT)

    assert shown(boss, f"{PAGE}?o={order}") == keys


def test_search_finds_by_name(boss: Client, market: None) -> None:
    set_key_accounts(["c0", "c1"], is_key=True, actor=None, now=AT)

    assert shown(boss, f"{PAGE}?q=c1+trading") == ["c1"]


def test_page_says_what_is_missing_while_few_margins_are_known(boss: Client) -> None:
    for n in range(3):
        make_profile(f"c{n}")
    know(c0={"margin_year": 9})

    page = boss.get(PAGE).content.decode()

    assert "The margin of 12 months is known of 1 company of 3." in page
    assert "/admin/segmentation/attributeimport/" in page


def test_who_may_only_look_sees_no_buttons_and_changes_nothing(log_in: LogIn, market: None) -> None:
    client = log_in("view_keyaccount")

    assert 'name="do"' not in client.get(SUGGESTED).content.decode()
    assert client.post(SUGGESTED, {"do": "make:c0"}).status_code == 403


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}export.csv", f"{PAGE}c0/change/"])
def test_page_is_closed_without_the_permission(log_in: LogIn, market: None, url: str) -> None:
    assert log_in("view_customerprofile").get(url).status_code == 403


def test_export_is_the_list_in_view_and_no_cell_is_a_formula(boss: Client, market: None) -> None:
    set_key_accounts(["c0", "c3"], is_key=True, actor=None, now=AT)
    press(boss, PAGE, "manager", "c3", manager="=1+1")

    answer = boss.get(f"{PAGE}export.csv?q=c3")

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["Number"], row["Account manager"], row["Place by margin"]) for row in rows] == [("c3", "'=1+1", "4")]
    assert b"".join(boss.get(f"{PAGE}export.xlsx").streaming_content).startswith(b"PK")
    assert boss.get(f"{PAGE}export.pdf").status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_page_takes_nine_queries_however_many_there_are(
    boss: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [f"k{n}" for n in range(count)]
    for key in keys:
        make_profile(key)
    know(**{key: {"margin_year": 10, "key_account": True} for key in keys})
    suggest_key_accounts(now=timezone.now())

    with django_assert_num_queries(9):
        assert len(boss.get(PAGE).context["rows"]) == count


def test_many_are_looked_up_in_as_many_queries_as_two(db: None) -> None:
    def look_ups(count: int, name: str) -> int:
        keys = [f"{name}{n}" for n in range(count)]
        for key in keys:
            make_profile(key)
        know(**{key: {"margin_year": 10} for key in keys})
        with CaptureQueriesContext(connection) as queries:
            assert len(set_key_accounts(keys, is_key=True, actor=None, now=AT)) == count
        return sum(query["sql"].startswith("SELECT") for query in queries)

    assert look_ups(2, "few") == look_ups(40, "many")


def test_day_that_is_put_aside_for_reads_as_a_day_in_the_audit(boss: Client, market: None) -> None:
    press(boss, SUGGESTED, "aside", "c0", reason="Not now", until=date(2099, 5, 1).isoformat())

    assert "Put aside until 1 May 2099" in boss.get("/admin/segmentation/auditentry/").content.decode()
