from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from segmentation.models import OutboxEntry, RunFailure, Segment, SegmentCount, SegmentRefresh
from segmentation.services import refresh_segment
from segmentation.services.request_refresh import request_refresh
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_change, make_profile, make_run, make_segments

URL = "/admin/segmentation/customerprofile/overview/"

pytestmark = pytest.mark.django_db


def cells(page: str, chart: str) -> list[list[str]]:
    """The rows of the table behind a chart."""
    body = page.split(f'id="bc-chart-{chart}"')[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_strangers_are_sent_to_the_log_in(client: Client) -> None:
    assert client.get(URL).url == f"/admin/login/?next={URL}"


def test_page_is_closed_without_the_view_right(log_in: LogIn) -> None:
    assert log_in("view_run").get(URL).status_code == 403


def test_page_is_open_to_who_may_only_look(log_in: LogIn) -> None:
    assert log_in("view_customerprofile").get(URL).status_code == 200


def test_app_index_leads_there(boss: Client) -> None:
    assert f'href="{URL}"' in boss.get("/admin/segmentation/").content.decode()


def test_page_says_where_only_today_is_known(boss: Client) -> None:
    make_profile("acme")

    assert "Only today is known so far." in boss.get(URL).content.decode()


def test_sizes_of_other_days_stand_beside_those_of_today(boss: Client) -> None:
    make_profile("acme")
    yesterday = timezone.localdate() - timedelta(days=1)
    for segment in Segment.objects.all():
        SegmentCount.objects.create(segment=segment, day=yesterday, members=7)
    SegmentCount.objects.create(segment=Segment.objects.get(key="new"), day=timezone.localdate(), members=99)

    rows = [row[1:] for row in cells(boss.get(URL).content.decode(), "sizes")]

    assert rows == [["0", "1", "0", "0"], ["7", "7", "7", "7"]]


def test_sizes_of_a_year_are_shown(boss: Client) -> None:
    make_profile("acme")
    new = Segment.objects.get(key="new")
    SegmentCount.objects.create(segment=new, day=timezone.localdate() - timedelta(days=366), members=7)

    assert "Only today is known so far." in boss.get(URL).content.decode()

    SegmentCount.objects.create(segment=new, day=timezone.localdate() - timedelta(days=365), members=7)
    assert len(cells(boss.get(URL).content.decode(), "sizes")) == 2


def test_moves_name_who_stayed_who_moved_and_who_is_new(boss: Client) -> None:
    for key in ("a", "b", "c"):
        make_profile(key)
    now = timezone.now()
    make_change("a", old="new", new="routine", at=now - timedelta(days=2))
    make_change("b", old="", new="routine", at=now - timedelta(days=1))

    page = boss.get(URL).content.decode()

    assert cells(page, "moves") == [
        ["Routine", "Routine", "1"],
        ["New", "Routine", "1"],
        ["Not known yet", "Routine", "1"],
    ]
    assert "1 company buys in another way" in page


def test_each_lack_says_what_to_do_and_links_to_where_the_host_mends_it(boss: Client, settings: Settings) -> None:
    mend_at = {"returns": "admin:auth_group_changelist", "products": "admin:gone"}
    settings.SEGMENTATION = settings.SEGMENTATION | {"MEND_AT": mend_at}
    counts = {"lines_read": 200, "returns_unmatched": 3, "lines_without_category": 2, "lines_without_value": 0}
    make_run(finished_at=AT, quality=counts)

    page = boss.get(URL)

    told = {line.place: (bool(line.mend), url) for line, url, _text in page.context["quality"] if line.place}
    assert told == {"returns": (True, "/admin/auth/group/"), "products": (True, "")}
    assert '<a class="bc-link" href="/admin/auth/group/">Open the returns</a>' in page.content.decode()


def test_value_that_follows_from_others_says_from_which(boss: Client) -> None:
    make_profile("acme")

    page = boss.get(URL)

    follows = {one.dimension.key: text for _name, lines in page.context["families"] for one, text in lines}
    assert follows["size_class"] == "Follows from: Employees, Turnover, Balance sheet total."
    assert follows["headcount"] == ""


@pytest.mark.parametrize("days", ["", "abc", "-1", "8", "7"])
def test_days_that_are_not_offered_fall_back_to_a_week(boss: Client, days: str) -> None:
    assert boss.get(URL, {"days": days}).context["page"].days == 7


def test_page_tells_what_waits_and_what_failed(boss: Client) -> None:
    make_profile("acme")
    run = make_run(finished_at=AT, quality={"lines_read": 200, "returns_unmatched": 3, "returns_matched": 1})
    RunFailure.objects.create(run=run, customer_key="acme", error="No.")
    OutboxEntry.objects.create(customer_key="acme", marked_at=AT)
    OutboxEntry.objects.create(customer_key="acme", marked_at=AT)
    (segment,) = make_segments(1)
    refresh = SegmentRefresh(segment=segment, rule_version=1, requested_at=AT, state="failed", error="Took too long.")
    refresh.save()

    response = boss.get(URL)
    fresh, page = response.context["page"].freshness, response.content.decode()

    assert (fresh.failing, fresh.waiting, fresh.waiting_since) == (1, 1, AT)
    assert "“Group 0” could not be worked out" in page
    assert "Took too long." in page
    assert "Returns that belong to no purchase" in page
    assert "75.0 %" in page


def test_no_error_of_the_program_is_shown_to_an_admin(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    (segment,) = make_segments(1)
    Segment.objects.update(rule={"dimension": "buyclass", "is": "known"}, rule_version=1)
    refresh = request_refresh(segment, actor=None, now=AT)
    monkeypatch.setattr(refresh_segment, "find_changes", Mock(side_effect=OperationalError("server closed")))
    with pytest.raises(OperationalError):
        refresh_segment.refresh_segment(refresh.pk, today=AT.date(), now=AT)

    pages = [boss.get(url).content.decode() for url in (URL, f"/admin/segmentation/segment/{segment.pk}/")]

    assert ["not in the rule" in page for page in pages] == [True, True]
    assert ["server closed" in page for page in pages] == [False, False]


def test_a_later_refresh_that_went_well_makes_good_for_a_failed_one(boss: Client) -> None:
    (segment,) = make_segments(1)
    for days, state in enumerate(("failed", "finished")):
        SegmentRefresh.objects.create(
            segment=segment, rule_version=1, requested_at=AT + timedelta(days=days), state=state
        )

    assert boss.get(URL).context["page"].segments.failed == []


def test_segment_worked_out_longest_ago_is_told(boss: Client) -> None:
    moments = [datetime(2026, 5, day, tzinfo=UTC) for day in (3, 2, 4)]
    for segment, moment in zip(make_segments(3), moments, strict=True):
        Segment.objects.filter(pk=segment.pk).update(rule={}, computed_at=moment)

    assert boss.get(URL).context["page"].segments.oldest == moments[1]


def test_more_segments_than_can_be_told_apart_are_not_drawn(boss: Client) -> None:
    make_segments(30)

    page = boss.get(URL)

    assert len(page.context["page"].drawn) == 8
    assert "8 of 34" in page.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_for_one_row_and_for_many(count: int, django_assert_num_queries: Any) -> None:
    person = get_user_model()._default_manager.create_user(email="cleo@example.com", password="x", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="segmentation"))
    clerk = Client()
    clerk.force_login(person)
    for n, segment in enumerate(make_segments(count)):
        make_profile(f"c{n}")
        make_change(f"c{n}", at=timezone.now())
        run = make_run(finished_at=AT)
        RunFailure.objects.create(run=run, customer_key=f"c{n}", error="No.")
        OutboxEntry.objects.create(customer_key=f"c{n}", marked_at=AT)
        SegmentRefresh.objects.create(segment=segment, rule_version=1, requested_at=AT, state="failed")
        SegmentCount.objects.create(segment=segment, day=timezone.localdate() - timedelta(days=1), members=n)

    with django_assert_num_queries(11):
        clerk.get(URL)
