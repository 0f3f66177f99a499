from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from segmentation.models import OutboxEntry, Run, RunFailure, RunShard
from segmentation.public import has_feature
from tests.segmentation import toy_orders
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_change, make_profile, make_run

URL = "/admin/segmentation/run/"
START = "/admin/segmentation/run/start/"
PROGRESS = "/admin/segmentation/run/progress/"

pytestmark = pytest.mark.django_db


def make_running(*, done: int, total: int) -> Run:
    run = make_run(state=Run.State.RUNNING, touched_at=timezone.now())
    for position in range(total):
        RunShard.objects.create(run=run, position=position, finished_at=AT if position < done else None)
    return run


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("url", [URL, PROGRESS])
def test_runs_send_strangers_to_the_log_in(client: Client, url: str) -> None:
    assert client.get(url).url == f"/admin/login/?next={url}"


@pytest.mark.parametrize("url", [URL, PROGRESS])
def test_runs_are_closed_without_the_view_right(log_in: LogIn, url: str) -> None:
    assert log_in("view_segment").get(url).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_button_works_out_all_companies(boss: Client) -> None:
    toy_orders.order_routinely("acme")

    response = boss.post(START)

    run = Run.objects.get()
    assert (run.kind, run.state, run.customers, run.started_by.email) == ("full", "finished", 1, "anna@example.com")
    assert said(response) == ["All companies are being worked out. You can watch it here."]
    assert has_feature("acme", "toy_reorder")


def test_button_refuses_kindly_while_a_run_is_under_way(boss: Client) -> None:
    make_running(done=1, total=4)

    response = boss.post(START)

    assert said(response) == ["All companies are being worked out already. You can watch it here."]
    assert Run.objects.count() == 1


def test_button_is_there_for_a_run_that_stands_still(boss: Client) -> None:
    run = make_running(done=1, total=4)
    Run.objects.filter(pk=run.pk).update(touched_at=timezone.now() - timedelta(hours=1))

    panel = boss.get(PROGRESS).content.decode()

    assert "It stands still." in panel
    assert "disabled" not in panel


def test_button_needs_the_right_to_add_runs(log_in: LogIn) -> None:
    client = log_in("view_run")

    assert ("Work out all" in client.get(URL).content.decode(), client.post(START).status_code) == (False, 403)


def test_button_is_only_posted(boss: Client) -> None:
    assert boss.get(START).status_code == 405


def test_panel_says_how_far_the_run_is(boss: Client) -> None:
    make_running(done=1, total=4)

    panel = boss.get(PROGRESS).content.decode()

    assert 'data-at-work="yes"' in panel
    assert 'value="25"' in panel
    assert "1 of 4 parts" in panel


def test_list_renews_itself_without_scripts_only_while_a_run_is_under_way(boss: Client) -> None:
    before = boss.get(URL).content.decode()
    make_running(done=1, total=4)
    during = boss.get(URL).content.decode()

    assert ('http-equiv="refresh"' in before, 'http-equiv="refresh"' in during) == (False, True)


def test_panel_counts_waiting_companies_once_each(boss: Client) -> None:
    for key in ("acme", "acme", "bolt"):
        OutboxEntry.objects.create(customer_key=key, marked_at=AT)

    assert "2 companies with new orders are waiting their turn." in boss.get(PROGRESS).content.decode()


def test_run_page_says_who_moved_and_how_good_the_lines_were(boss: Client) -> None:
    make_profile("acme")
    run = make_run(quality={"lines_read": 1200, "returns_unmatched": 1}, changed=1)
    make_change("acme", run=run)
    make_change("acme", run=run, category="paper")
    make_change("first-time", run=run, old="")

    page = boss.get(f"{URL}{run.pk}/change/")

    assert [move.customer_key for move in page.context["page"].moves] == ["acme"]
    text = page.content.decode()
    assert "1,200 order lines were read." in text
    assert "1 return belongs to no purchase we know and was ignored." in text


def test_run_page_says_what_went_wrong(boss: Client) -> None:
    run = make_run(state=Run.State.FAILED, error="ValueError: the file ended early")

    assert "ValueError: the file ended early" in boss.get(f"{URL}{run.pk}/change/").content.decode()


@pytest.mark.parametrize("key", ["7", "seven"])
def test_run_page_of_no_run_is_not_found(boss: Client, key: str) -> None:
    assert boss.get(f"{URL}{key}/change/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_runs(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        make_run(started_at=AT - timedelta(days=n))

    with django_assert_num_queries(7):
        boss.get(URL)


@pytest.mark.parametrize("count", [1, 30])
def test_run_page_costs_the_same_for_many_moves(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    run = make_run()
    for n in range(count):
        make_profile(f"c{n}")
        make_change(f"c{n}", run=run)

    with django_assert_num_queries(7):
        boss.get(f"{URL}{run.pk}/change/")


def test_run_page_names_the_companies_that_could_not_be_worked_out(boss: Client) -> None:
    make_profile("acme")
    run = make_run(state=Run.State.PROBLEMS, customers=12, skipped=3, statistics={"items": "20260601-7"})
    for key in ("bolt", "acme"):
        RunFailure.objects.create(run=run, customer_key=key, error="order 7: the price is “twelve”.")

    page = boss.get(f"{URL}{run.pk}/change/")

    assert [failure.customer_key for failure in page.context["page"].failures] == ["acme", "bolt"]
    text = page.content.decode()
    assert "Finished, with problems" in text
    assert "ACME Trading" in text
    assert "order 7: the price is “twelve”." in text
    assert "20260601-7" in text


def test_run_page_shows_a_hundred_failures_and_counts_the_others(boss: Client) -> None:
    run = make_run(state=Run.State.PROBLEMS)
    RunFailure.objects.bulk_create(RunFailure(run=run, customer_key=f"c{n:03}", error="away") for n in range(103))

    page = boss.get(f"{URL}{run.pk}/change/").context["page"]

    assert (len(page.failures), page.more_failures) == (100, 3)


def test_panel_says_that_some_companies_could_not_be_worked_out(boss: Client) -> None:
    make_run(state=Run.State.PROBLEMS)

    panel = boss.get(PROGRESS).content.decode()

    assert "Some companies could not be worked out." in panel
    assert 'value="100"' in panel
