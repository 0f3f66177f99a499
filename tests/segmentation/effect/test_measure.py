from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segmentation.models import EffectReading, Trial, TrialMember
from segmentation.selectors.effect import count_held_out, effect_of_feature, every_held_out, held_out_page
from segmentation.services.measure_effects import measure_effects
from tests.segmentation.toy_orders import CUSTOMERS, order

pytestmark = pytest.mark.django_db

START = date(2026, 5, 1)
AT = datetime(2026, 5, 1, 10, tzinfo=UTC)


def make_trial(*, on: int, held: int, **said: object) -> Trial:
    """A trial since START whose companies order on every fifth day, and without the feature on every tenth."""
    trial = Trial.objects.create(
        feature="toy_reorder", segment_key="major", held_out=20, started_at=AT, enrolled_at=AT, **said
    )
    for number in range(on + held):
        key = f"{trial.pk}-{number:03d}"
        CUSTOMERS.append(key)
        TrialMember.objects.create(
            trial=trial, customer_key=key, held_out=number >= on, enrolled_on=START, before_on=START
        )
        for day in range(1 + number % 3, 61, 5 if number < on else 10):
            order(key, START + timedelta(days=day), "tea", value=100)
    return trial


def figures(trial: Trial) -> dict[str, tuple[date, float, float]]:
    rows = trial.readings.order_by("as_of").values_list("metric", "as_of", "figures")
    return {metric: (day, said["on"]["value"], said["held_out"]["value"]) for metric, day, said in rows}


def test_trial_is_read_by_the_orders_before_the_day() -> None:
    trial = make_trial(on=30, held=30)

    assert measure_effects(as_of=date(2026, 6, 1), now=AT) == 1

    assert figures(trial)["orders"] == (date(2026, 6, 1), pytest.approx(6.0), pytest.approx(3.0))
    assert figures(trial)["revenue"] == (date(2026, 6, 1), pytest.approx(60_000), pytest.approx(30_000))
    assert figures(trial)["days_between_orders"] == (date(2026, 6, 1), pytest.approx(5.0), pytest.approx(10.0))
    assert figures(trial)["lines_per_order"] == (date(2026, 6, 1), 1.0, 1.0)


def test_reading_a_day_again_replaces_it() -> None:
    make_trial(on=3, held=3)
    for _again in range(2):
        measure_effects(as_of=date(2026, 6, 1), now=AT)

    assert EffectReading.objects.count() == 4


def test_ended_trial_is_read_once_more_to_its_end_and_then_left() -> None:
    trial = make_trial(on=3, held=3, ended_at=datetime(2026, 5, 20, 9, tzinfo=UTC))

    assert [measure_effects(as_of=date(2026, 6, day), now=AT) for day in (1, 2)] == [1, 0]
    assert figures(trial)["orders"][0] == date(2026, 5, 20)


def test_nothing_is_read_on_the_first_day_nor_of_made_up_companies() -> None:
    make_trial(on=3, held=3)
    make_trial(on=3, held=3, simulated=True, ended_at=AT + timedelta(days=9))

    assert measure_effects(as_of=START, now=AT) == 0
    assert measure_effects(as_of=START + timedelta(days=5), now=AT) == 1


def test_parts_do_not_matter(settings: object) -> None:
    trial = make_trial(on=20, held=20)
    measure_effects(as_of=date(2026, 6, 1), now=AT)
    whole = list(trial.readings.order_by("metric").values_list("figures", flat=True))
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_SIZE": 7}  # type: ignore[attr-defined]

    measure_effects(as_of=date(2026, 6, 1), now=AT)

    assert list(trial.readings.order_by("metric").values_list("figures", flat=True)) == whole


def test_queries_do_not_grow_with_companies() -> None:
    counts = []
    for many in (3, 60):
        Trial.objects.all().delete()
        make_trial(on=many, held=many)
        with CaptureQueriesContext(connection) as queries:
            measure_effects(as_of=date(2026, 6, 1), now=AT)
        counts.append(len(queries))
    assert counts == [7, 7]


def test_effect_of_a_feature_is_its_trials_with_their_latest_reading() -> None:
    old = make_trial(on=3, held=3, ended_at=AT + timedelta(days=20))
    new = make_trial(on=30, held=30)
    unread = Trial.objects.create(feature="toy_reorder", segment_key="new", held_out=5, started_at=AT)
    for day in (20, 25, 31):
        measure_effects(as_of=START + timedelta(days=day), now=AT)

    with CaptureQueriesContext(connection) as queries:
        found = effect_of_feature("toy_reorder")

    assert len(queries) == 4
    assert [(one.trial, one.as_of, len(one.metrics)) for one in found] == [
        (unread, None, 0),
        (new, date(2026, 6, 1), 4),
        (old, date(2026, 5, 21), 4),
    ]
    assert [one.effect.is_seen for one in found[1].metrics] == [True, True, False, True]
    assert [one.effect.is_seen for one in found[2].metrics] == [False] * 4
    assert effect_of_feature("toy_ideas") == []


def test_held_out_are_named_a_page_at_a_time() -> None:
    trial = make_trial(on=2, held=5)

    first = held_out_page("toy_reorder", size=3)
    assert [(one.label.name, one.since) for one in first] == [
        (f"{trial.pk}-{number:03d} Ltd", START) for number in (2, 3, 4)
    ]
    rest = held_out_page("toy_reorder", after=first[-1].label.key, size=3)
    assert [one.label.key for one in [*first, *rest]] == [one.label.key for one in every_held_out("toy_reorder")]
    assert count_held_out("toy_reorder") == 5


def test_command_says_how_many_it_measured() -> None:
    make_trial(on=3, held=3, ended_at=AT + timedelta(days=20))
    said = StringIO()

    call_command("measure_effects", as_of=date(2026, 6, 1), stdout=said)

    assert said.getvalue() == "1 effect measured.\n"


def test_example_is_marked_and_the_same_every_time() -> None:
    found = []
    for _again in range(2):
        call_command("load_example_trial", "toy_reorder", segment="routine", verbosity=0)
        (shown,) = effect_of_feature("toy_reorder")
        assert (shown.trial.simulated, shown.trial.ended_at is not None) == (True, True)
        found.append([metric.effect for metric in shown.metrics])

    assert found[0] == found[1]
    assert [effect.is_seen for effect in found[0]] == [True, True, False, True]
