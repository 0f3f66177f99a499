from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from segmentation.analysis.effect.figures import Effect, Group, Metric, Spread
from segmentation.models import EffectReading, Trial, TrialMember
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile

EFFECT = "/admin/segmentation/trial/feature/toy_reorder/"
HELD_OUT = f"{EFFECT}held-out/"

pytestmark = pytest.mark.django_db


def make_trial(*, seen: bool) -> Trial:
    """A trial in which revenue is clearly higher with the feature, or not clearly."""
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    trial = Trial.objects.create(feature="toy_reorder", segment_key="routine", held_out=10, started_at=at)
    effect = Effect(
        metric=Metric.REVENUE,
        on=Group(companies=900, orders=1800, value=112_000.0),
        held_out=Group(companies=100, orders=180, value=100_000.0),
        days=56,
        difference=12_000.0,
        low=2_000.0 if seen else -2_000.0,
        high=22_000.0,
        relative=0.12,
        relative_low=0.021 if seen else -0.021,
        relative_high=0.23,
        spread=Spread(between=1e8, within=1e8, days=56.0),
    )
    EffectReading.objects.create(
        trial=trial, metric=effect.metric, as_of=date(2026, 4, 27), read_at=at, figures=effect.as_payload()
    )
    return trial


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("address", [EFFECT, HELD_OUT, f"{HELD_OUT}?format=csv", "/admin/segmentation/trial/"])
def test_effects_are_closed_without_the_view_right(log_in: LogIn, address: str) -> None:
    assert log_in("view_run").get(address).status_code == 403


def test_feature_that_nobody_declared_is_not_found(log_in: LogIn) -> None:
    client = log_in("view_trial")

    assert [client.get(a.replace("toy_reorder", "toy_gone")).status_code for a in (EFFECT, HELD_OUT)] == [404, 404]


def test_difference_is_claimed_in_numbers(log_in: LogIn) -> None:
    make_trial(seen=True)

    page = text_of(log_in("view_trial"), EFFECT)

    words = [
        "Routine buyers",
        "900 companies with it are compared with 100 held out",
        "DKK 1,120",
        "DKK 1,000",
        "+DKK 120",
        "+DKK 20 to +DKK 220",
        "+2.1 % to +23 %",
        "<strong>12 % more with the feature (between 2.1 % and 23 %).</strong>",
    ]
    assert [word for word in words if word not in page] == []


def test_without_a_clear_difference_none_is_claimed_but_told_when_it_could_be_seen(log_in: LogIn) -> None:
    make_trial(seen=False)

    page = text_of(log_in("view_trial"), EFFECT)

    assert "more with the feature (" not in page
    assert (
        "No difference can be seen yet. With 900 companies that have it and 100 held out, a difference of 10 %" in page
    )


def test_feature_without_a_trial_says_what_to_do(log_in: LogIn) -> None:
    page = text_of(log_in("view_trial"), EFFECT)

    assert "the difference is worked out every night." in page


def test_trial_that_has_just_begun_says_that_figures_come(log_in: LogIn) -> None:
    Trial.objects.create(feature="toy_reorder", held_out=10, started_at=datetime(2026, 3, 1, tzinfo=UTC))

    page = text_of(log_in("view_trial"), EFFECT)

    assert "Nothing is measured yet." in page
    assert "Everybody whom no segment decides" in page


def test_list_leads_to_the_features(log_in: LogIn) -> None:
    trial = make_trial(seen=True)
    client = log_in("view_trial")

    assert f'href="{EFFECT}"' in text_of(client, "/admin/segmentation/trial/")
    assert client.get(f"/admin/segmentation/trial/{trial.pk}/change/").headers["Location"] == EFFECT


def enrol(trial: Trial, *keys: str, held_out: bool) -> None:
    day = date(2026, 3, 2)
    for key in keys:
        make_profile(key)
        TrialMember.objects.create(trial=trial, customer_key=key, held_out=held_out, enrolled_on=day, before_on=day)


def test_held_out_are_listed_by_name_and_to_take_away(log_in: LogIn) -> None:
    trial = make_trial(seen=True)
    enrol(trial, "acme", held_out=True)
    enrol(trial, "zeta", held_out=False)
    client = log_in("view_trial", "view_customerprofile")

    page = text_of(client, HELD_OUT)
    assert ("1 company goes without" in page, "ACME Trading" in page, "zeta" in page) == (True, True, False)

    response = client.get(f"{HELD_OUT}?format=csv")
    table = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert table == ["Number,Name,Segment,Since", "acme,ACME Trading,Routine buyers,2026-03-02"]


@pytest.mark.parametrize("many", [1, 30])
def test_pages_take_as_many_queries_for_one_company_as_for_30(
    log_in: LogIn, many: int, django_assert_num_queries: object
) -> None:
    trial = make_trial(seen=True)
    enrol(trial, *(f"co-{number:02d}" for number in range(many)), held_out=True)
    client = log_in("view_trial")

    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(EFFECT)
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(HELD_OUT)


@pytest.mark.parametrize("address", [EFFECT, "/admin/segmentation/featurerule/feature/toy_reorder/"])
def test_size_of_the_difference_is_chosen_on_the_page(boss: Client, address: str) -> None:
    make_trial(seen=False)

    unasked, twenty, wrong = (text_of(boss, f"{address}{query}") for query in ("", "?size=20", "?size=0"))

    assert ("a difference of 10 %" in unasked, "a difference of 20 %" in twenty) == (True, True)
    assert "a difference of 10 %" not in twenty
    assert ("whole number from 1 to 100" in wrong, "a difference of 10 %" in wrong) == (True, True)
