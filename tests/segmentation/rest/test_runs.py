from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from segmentation.models import Run
from tests.segmentation.admin.rows import make_run
from tests.segmentation.toy_orders import order_routinely

pytestmark = pytest.mark.django_db


def test_runs_are_listed_the_newest_first_and_narrowed(caller):
    first, second = make_run(), make_run(kind="partial")

    ids = [[row["id"] for row in caller.get(path).json()["results"]] for path in ("runs/", "runs/?kind=full")]

    assert ids == [[second.pk, first.pk], [first.pk]]


def test_run_tells_who_could_not_be_worked_out(caller):
    run = make_run(state="problems", quality={"lines_read": 2})
    run.failures.create(customer_key="acme", error="No such currency")

    told = caller.get(f"runs/{run.pk}/").json()

    assert told["failures"] == [{"customer_key": "acme", "error": "No such currency"}]
    assert (told["state"], told["percent"], told["quality"]) == ("problems", 100, ["2 order lines were read."])


@pytest.mark.parametrize("run_id", [0, 99, 10**30])
def test_run_that_is_not_there(caller, run_id):
    assert caller.get(f"runs/{run_id}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_run_is_started_by_who_may(caller, caller_with):
    order_routinely("acme")

    refused = caller_with("view_run").post("runs/", {})
    started = caller.post("runs/", {"read_all": True})

    assert (refused.status_code, started.status_code, started.json()["read_all"]) == (403, 202, True)
    assert list(Run.objects.values_list("kind", "state", "started_by")) == [("full", "finished", caller.person.pk)]


def test_second_run_waits_for_the_first(caller):
    make_run(state="running", touched_at=timezone.now())

    answer = caller.post("runs/", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "run_under_way")


def test_run_that_stands_still_holds_nobody_up(caller):
    make_run(state="running", touched_at=timezone.now() - timedelta(hours=1))

    assert caller.post("runs/", {}).status_code == 202


@pytest.mark.parametrize("count", [1, 30])
def test_list_takes_the_same_queries_for_any_number(caller, count, django_assert_num_queries):
    for _ in range(count):
        make_run()
    caller.get("dimensions/")

    with django_assert_num_queries(2):
        assert len(caller.get("runs/").json()["results"]) == count
