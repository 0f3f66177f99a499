from __future__ import annotations

import pytest

from segmentation.services.set_buyclass_override import set_buyclass_override
from tests.segmentation.admin.rows import make_category_profile, make_profile

pytestmark = pytest.mark.django_db


def test_profile_tells_class_shares_reason_rhythm_and_categories(caller):
    make_profile("acme", value_year=125_050)
    make_category_profile("acme", "paper", buyclass="major")

    told = caller.get("profiles/acme/").json()

    assert (told["buyclass"], told["chosen"], told["segments"]) == ("routine", None, ["routine"])
    assert told["computed"]["shares"] == {"routine": 0.562, "major": 0.33, "new": 0.108}
    assert told["computed"]["reason"].startswith("Buys by routine (56 %)")
    assert (told["value"]["last_year"], told["currency"]) == ("1250.50", "DKK")
    assert [(row["category"], row["buyclass"]) for row in told["categories"]] == [("paper", "major")]
    assert told["metrics"]["share_routine"] == 0.562


def test_chosen_class_counts_and_is_what_the_filter_goes_by(caller):
    make_profile("acme")
    make_profile("bolt")
    set_buyclass_override(customer_key="acme", buyclass="new", actor=None, reason="Moved house")

    found = {wish: caller.get(f"profiles/?buyclass={wish}").json()["results"] for wish in ("new", "routine")}

    assert {wish: [row["customer_key"] for row in rows] for wish, rows in found.items()} == {
        "new": ["acme"],
        "routine": ["bolt"],
    }
    assert found["new"][0]["chosen"]["reason"] == "Moved house"


def test_list_is_narrowed_by_activity_and_segment(caller):
    make_profile("acme", activity="lapsed")
    make_profile("bolt", buyclass="new")

    keys = [
        [row["customer_key"] for row in caller.get(f"profiles/?{wish}").json()["results"]]
        for wish in ("activity=lapsed", "segment=new", "segment=no-such", "")
    ]

    assert keys == [["acme"], ["bolt"], [], ["acme", "bolt"]]


def test_pages_follow_each_other_by_key(caller):
    for n in range(5):
        make_profile(f"c{n}")
    path, seen = "profiles/?limit=2", []

    while path:
        page = caller.get(path.removeprefix("http://testserver/api/")).json()
        seen.append([row["customer_key"] for row in page["results"]])
        path = page["next"]

    assert seen == [["c0", "c1"], ["c2", "c3"], ["c4"]]


@pytest.mark.parametrize("cursor", ["x", "cD0yMDA=", "%00", "eyJ4IjoxfQ:1w:abc"])
def test_cursor_that_was_not_given_out_is_refused(caller, cursor):
    answer = caller.get(f"profiles/?cursor={cursor}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_company_that_is_not_there_is_answered_404(caller):
    assert [caller.get(f"profiles/{key}/").status_code for key in ("nobody", "a%00b", "%F0%9F%98%80")] == [404] * 3


def test_wrong_filter_says_where(caller):
    answer = caller.get("profiles/?buyclass=cheap")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [problem["path"] for problem in answer.json()["problems"]] == [["buyclass"]]


def test_profile_that_has_not_changed_is_not_sent_again(caller):
    make_profile("acme")
    first = caller.get("profiles/acme/")

    again = caller.get("profiles/acme/", **{"If-None-Match": first.headers["ETag"]})
    set_buyclass_override(customer_key="acme", buyclass="new", actor=None)
    changed = caller.get("profiles/acme/", **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


@pytest.mark.parametrize("count", [1, 30])
def test_list_takes_the_same_queries_for_any_number(caller, count, django_assert_num_queries):
    for n in range(count):
        make_profile(f"c{n:02}")
        make_category_profile(f"c{n:02}", "paper")
    caller.get("dimensions/")

    with django_assert_num_queries(7):
        assert len(caller.get("profiles/").json()["results"]) == count
