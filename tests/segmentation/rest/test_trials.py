from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from segmentation.analysis.effect.figures import Effect
from segmentation.models import EffectReading, Trial, TrialMember
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.admin.test_effects import make_trial
from tests.segmentation.rest.conftest import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_toy_host")]

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def read_again(trial: Trial, day: date, **facts: Any) -> None:
    effect = Effect.from_payload(trial.readings.first().figures)
    payload = replace(effect, **facts).as_payload()
    EffectReading.objects.create(trial=trial, metric=effect.metric, as_of=day, read_at=AT, figures=payload)


def hold_out(trial: Trial, *keys: str, held_out: bool = True) -> None:
    for key in keys:
        TrialMember.objects.create(
            trial=trial, customer_key=key, held_out=held_out, enrolled_on=AT.date(), before_on=AT.date()
        )


def ids(caller: Caller, query: str = "") -> list[int]:
    return [row["id"] for row in caller.get(f"trials/{query}").json()["results"]]


def test_trials_are_listed_the_newest_first_and_narrowed(caller: Caller) -> None:
    first = make_trial(seen=True)
    Trial.objects.filter(pk=first.pk).update(ended_at=AT)
    second = Trial.objects.create(feature="toy_search", segment_key="", held_out=5, started_at=AT)

    assert ids(caller) == [second.pk, first.pk]
    assert [ids(caller, query) for query in ("?feature=toy_search", "?segment=everybody", "?running=true")] == [
        [second.pk]
    ] * 3
    assert [ids(caller, query) for query in ("?segment=routine", "?running=false")] == [[first.pk]] * 2
    assert caller.get("trials/?running=perhaps").status_code == 400


def test_claim_comes_with_its_numbers(caller: Caller) -> None:
    trial = make_trial(seen=True)

    told = caller.get(f"trials/{trial.pk}/").json()

    [metric] = told["metrics"]
    assert (told["feature"], told["segment"], told["as_of"]) == ("toy_reorder", "routine", "2026-04-27")
    assert (metric["metric"], metric["seen"], metric["outlook"]) == ("revenue", True, None)
    assert metric["difference"] == {"value": 12_000.0, "low": 2_000.0, "high": 22_000.0}
    assert metric["relative"] == {"value": 0.12, "low": 0.021, "high": 0.23}
    assert metric["on"] == {"companies": 900, "orders": 1800, "value": 112_000.0}


def test_difference_without_its_range_is_not_told(caller: Caller) -> None:
    trial = make_trial(seen=False)
    read_again(trial, date(2026, 4, 28), low=None, high=None, relative_low=None, relative_high=None)

    [metric] = caller.get(f"trials/{trial.pk}/").json()["metrics"]

    assert (metric["seen"], metric["difference"], metric["relative"]) == (False, None, None)
    assert metric["verdict"] == "No difference can be seen yet."


def test_larger_differences_are_seen_sooner(caller: Caller) -> None:
    trial = make_trial(seen=False)
    outlooks = [
        caller.get(f"trials/{trial.pk}/{query}").json()["metrics"][0]["outlook"]
        for query in ("", "?size=10", "?size=5")
    ]
    unasked, ten, five = outlooks

    assert unasked == ten
    assert (ten["size"], five["size"]) == (10.0, 5.0)
    assert ten["days"] < five["days"]


@pytest.mark.parametrize("size", ["0", "0.5", "101", "much", "1.25", "NaN"])
def test_size_that_is_none_is_refused(caller: Caller, size: str) -> None:
    answer = caller.get(f"trials/{make_trial(seen=False).pk}/?size={size}")

    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (400, ["size"])


def test_trial_that_stands_as_it_was_read_need_not_be_read_again(caller: Caller) -> None:
    trial = make_trial(seen=False)
    path = f"trials/{trial.pk}/"
    seen = {"If-None-Match": caller.get(path).headers["ETag"]}

    same, other_size = caller.get(path, **seen), caller.get(f"{path}?size=20", **seen)
    read_again(trial, date(2026, 4, 28), days=57)

    assert (same.status_code, other_size.status_code, caller.get(path, **seen).status_code) == (304, 200, 200)


def test_readings_are_told_night_by_night(caller: Caller) -> None:
    trial = make_trial(seen=False)
    read_again(trial, date(2026, 4, 28), days=57)

    page = caller.get(f"trials/{trial.pk}/readings/?limit=1").json()
    rest = caller.get(page["next"].split("/api/")[1]).json()
    none = caller.get(f"trials/{trial.pk}/readings/?metric=orders").json()["results"]

    nights = [(row["as_of"], row["days"], row["difference"]["low"]) for row in (*page["results"], *rest["results"])]
    assert nights == [("2026-04-28", 57, -2_000.0), ("2026-04-27", 56, -2_000.0)]
    assert (rest["next"], none) == (None, [])


def test_held_out_companies_are_named_in_pages(caller: Caller, django_assert_num_queries: Any) -> None:
    trial, other = make_trial(seen=True), Trial.objects.create(feature="toy_search", held_out=5, started_at=AT)
    hold_out(trial, *(f"c{number:02}" for number in range(30)))
    hold_out(trial, "with-it", held_out=False)
    hold_out(other, "elsewhere")
    path = f"trials/{trial.pk}/held-out/?limit=20"
    caller.get(path)

    with django_assert_num_queries(3):
        page = caller.get(path).json()
    rest = caller.get(page["next"].split("/api/")[1]).json()

    rows = [*page["results"], *rest["results"]]
    assert [row["customer_key"] for row in rows] == [f"c{number:02}" for number in range(30)]
    assert rows[0] == {"customer_key": "c00", "name": "c00", "since": "2026-03-01"}


@pytest.mark.parametrize("path", ["", "readings/", "held-out/"])
def test_trial_that_is_none_is_not_there(caller: Caller, path: str) -> None:
    assert {caller.get(f"trials/{number}/{path}").status_code for number in (1, 2**70)} == {404}


@pytest.mark.parametrize(
    ("held", "scopes", "status"),
    [
        (["view_trial"], ("effects:read",), 200),
        (["view_trial"], ("features:read",), 403),
        (["view_featurerule"], ("effects:read",), 403),
    ],
)
def test_effects_take_a_scope_and_a_permission(
    caller_with: Callable[..., Caller], held: list[str], scopes: tuple[str, ...], status: int
) -> None:
    make_profile("acme")
    trial = make_trial(seen=True)
    caller = caller_with(*held, scopes=scopes)

    paths = ("", f"{trial.pk}/", f"{trial.pk}/readings/", f"{trial.pk}/held-out/")
    assert {caller.get(f"trials/{path}").status_code for path in paths} == {status}
