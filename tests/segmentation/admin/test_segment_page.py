from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from segmentation.admin.segment_export import MAIN
from segmentation.models import MembershipChoice, Segment, SegmentCount, SegmentMembership
from segmentation.registry import dimensions
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.admin.rows import AT, make_profile

URL = "/admin/segmentation/segment/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(db: None) -> Segment:
    """Filled by hand alone, so far with nobody."""
    ensure_builtin_segments()
    return Segment.objects.create(key="pilot", name="Pilot", priority=90)


def put_in(segment: Segment, *keys: str) -> None:
    set_membership_choice(
        segment_key=segment.key, customer_keys=keys, include=True, reason="They asked for it", actor=None
    )


def members_of(segment: Segment) -> list[str]:
    return sorted(SegmentMembership.objects.filter(segment=segment).values_list("customer_key", flat=True))


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_members_are_found_by_name(boss: Client, group: Segment) -> None:
    for key in ("acme", "bolt"):
        make_profile(key)
    put_in(group, "acme", "bolt")

    page = boss.get(f"{URL}{group.pk}/", {"q": "bolt"}).context["page"]

    assert [member.label.name for member in page.members.object_list] == ["BOLT Trading"]


def test_members_come_a_page_at_a_time(boss: Client, group: Segment) -> None:
    SegmentMembership.objects.bulk_create(
        SegmentMembership(segment=group, customer_key=f"c{number:03}", since=AT) for number in range(70)
    )

    pages = [boss.get(f"{URL}{group.pk}/", {"p": page}).context["page"].members for page in (1, 2)]

    assert [len(page.object_list) for page in pages] == [50, 20]


def test_members_are_exported_and_no_name_is_a_formula(boss: Client, group: Segment) -> None:
    make_profile("=cmd")
    put_in(group, "=cmd")

    rows = rows_of(boss.get(f"{URL}{group.pk}/members.csv"))

    assert rows[0][:5] == ["Number", "Name", "Since", "Put there", "Buying type"]
    assert (rows[1][:2], rows[1][3:5]) == (["'=cmd", "'=CMD Trading"], ["By hand", "Routine"])


def test_workbook_holds_the_same_members(boss: Client, group: Segment) -> None:
    make_profile("acme")
    put_in(group, "acme")

    answer: Any = boss.get(f"{URL}{group.pk}/members.xlsx")

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == ["acme", "ACME Trading"]


def test_export_reads_a_thousand_members_at_a_time(
    boss: Client, group: Segment, django_assert_max_num_queries: Any
) -> None:
    SegmentMembership.objects.bulk_create(
        SegmentMembership(segment=group, customer_key=f"c{number:04}", since=AT) for number in range(2_500)
    )

    with django_assert_max_num_queries(20):
        rows = rows_of(boss.get(f"{URL}{group.pk}/members.csv"))

    assert [row[0] for row in rows[1:]] == [f"c{number:04}" for number in range(2_500)]


def test_companies_are_looked_at_before_they_are_put_in(boss: Client, group: Segment) -> None:
    make_profile("acme")
    posted = {"include": "yes", "companies": "acme\nnobody, acme", "reason": "A trial"}

    page = boss.post(f"{URL}{group.pk}/choices/", {**posted, "do": "check"})

    assert (page.context["known"], members_of(group)) == (["acme"], [])
    assert [(row, value) for row, value, _why in page.context["wrong"]] == [(None, "nobody")]

    boss.post(f"{URL}{group.pk}/choices/", {**posted, "do": "apply"})

    choice = MembershipChoice.objects.get()
    assert (choice.customer_key, choice.include, choice.reason) == ("acme", True, "A trial")
    assert members_of(group) == ["acme"]


def test_no_company_is_put_in_without_a_reason(boss: Client, group: Segment) -> None:
    make_profile("acme")

    page = boss.post(f"{URL}{group.pk}/choices/", {"include": "yes", "companies": "acme", "reason": " ", "do": "apply"})

    assert page.context["form"].errors["reason"] == ["Please say why, so that your colleagues know."]
    assert members_of(group) == []


def test_companies_come_from_a_file(boss: Client, group: Segment) -> None:
    for key in ("acme", "bolt"):
        make_profile(key)
    file = SimpleUploadedFile("list.csv", b"\xef\xbb\xbfNumber;Name\r\nacme;Acme\r\nbolt;Bolt\r\nzzz;Nobody\r\n")

    page = boss.post(f"{URL}{group.pk}/choices/", {"include": "no", "reason": "Bad debt", "file": file, "do": "check"})

    wrong = [value for _row, value, _why in page.context["wrong"]]
    assert (page.context["known"], wrong) == (["acme", "bolt"], ["zzz"])


def test_choice_is_taken_back(boss: Client, group: Segment) -> None:
    make_profile("acme")
    put_in(group, "acme")

    boss.post(f"{URL}{group.pk}/choices/", {"do": "remove:acme"})

    assert (MembershipChoice.objects.count(), members_of(group)) == (0, [])


def test_size_is_drawn_over_time_with_the_table_behind(boss: Client, group: Segment) -> None:
    SegmentCount.objects.create(segment=group, day=AT.date(), members=7)
    assert boss.get(f"{URL}{group.pk}/").context["size_chart"] is None
    SegmentCount.objects.create(segment=group, day=AT.date() + timedelta(days=1), members=9)

    answer = boss.get(f"{URL}{group.pk}/")

    chart = answer.context["size_chart"]
    assert chart.lines[0].values == [7, 9]
    assert [list(cells) for _day, cells in chart.rows] == [["9"], ["7"]]
    assert 'id="bc-chart-size"' in answer.content.decode()


def test_list_is_left_to_the_rule_again(boss: Client, group: Segment) -> None:
    for key in ("acme", "bolt", "cord"):
        make_profile(key)
    put_in(group, "acme", "bolt", "cord")
    posted = {"include": "rule", "companies": "acme, bolt", "reason": "The trial is over"}

    boss.post(f"{URL}{group.pk}/choices/", {**posted, "do": "check"})
    assert members_of(group) == ["acme", "bolt", "cord"]
    answer = boss.post(f"{URL}{group.pk}/choices/", {**posted, "do": "apply"}, follow=True)

    assert members_of(group) == ["cord"]
    assert list(MembershipChoice.objects.values_list("customer_key", flat=True)) == ["cord"]
    assert [str(message) for message in answer.context["messages"]] == ["2 companies go by the rule again."]


def test_every_choice_is_found_by_page_and_by_name(boss: Client, group: Segment) -> None:
    for number in range(120):
        make_profile(f"c{number:03}")
    make_profile("acme")
    put_in(group, "acme", *(f"c{number:03}" for number in range(120)))
    url = f"{URL}{group.pk}/choices/"

    pages = [boss.get(url, {"p": number}).context["choices"] for number in (1, 2, 3)]
    found = boss.get(url, {"q": "acme"}).context["choices"]

    keys = [choice.customer_key for page in pages for _label, choice in page.rows]
    assert (len(keys), len(set(keys))) == (121, 121)
    assert [choice.customer_key for _label, choice in found.rows] == ["acme"]
    answer = boss.post(f"{url}?q=c119&p=1", {"do": "remove:c119"})
    assert answer["Location"] == f"{url}?q=c119&p=1"
    assert "c119" not in members_of(group)


def test_segment_is_worked_out_when_asked(
    boss: Client, group: Segment, django_capture_on_commit_callbacks: Any
) -> None:
    make_profile("acme")
    Segment.objects.filter(pk=group.pk).update(
        rule={"dimension": "buyclass", "is": "one_of", "value": ["routine"]}, rule_version=1
    )

    with django_capture_on_commit_callbacks(execute=True):
        boss.post(f"{URL}{group.pk}/refresh/")

    assert members_of(group) == ["acme"]
    assert boss.get(f"{URL}{group.pk}/progress/")["HX-Refresh"] == "true"


@pytest.mark.parametrize("count", [1, 40])
def test_page_costs_the_same_for_many_members(
    boss: Client, group: Segment, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_profile(f"c{number}")
    put_in(group, *(f"c{number}" for number in range(count)))

    with django_assert_num_queries(12):
        boss.get(f"{URL}{group.pk}/")
    with django_assert_num_queries(7):
        boss.get(f"{URL}{group.pk}/choices/")


def test_every_column_that_is_taken_away_is_declared() -> None:
    assert [key for key in MAIN if key not in dimensions] == []
