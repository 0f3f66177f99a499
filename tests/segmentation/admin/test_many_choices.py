"""A list of many companies set by hand in the admin: kept at once, moved in the background, watched meanwhile."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from kombu.exceptions import OperationalError

from segmentation import tasks
from segmentation.admin import segment_tasks
from segmentation.models import MembershipChoice, Segment, SegmentMembership, SegmentRefresh
from segmentation.services import set_choices as choosing
from tests.segmentation.segment_rows import add_segment, make_profiles

pytestmark = pytest.mark.django_db

URL = "/admin/segmentation/segment/"


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> Segment:
    monkeypatch.setattr(choosing, "FEW_AT_ONCE", 2)
    segment = add_segment(None)
    SegmentRefresh.objects.all().delete()
    return segment


@pytest.fixture
def no_worker_yet(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Handed over, and nobody has begun."""
    task = Mock()
    monkeypatch.setattr(segment_tasks, "refresh_segment", task)
    return task


def apply(client: Client, segment: Segment, keys: list[str], callbacks: Any, include: str = "yes") -> Any:
    posted = {"include": include, "companies": ", ".join(keys), "reason": "Fair visitors", "do": "apply"}
    with callbacks(execute=True):
        return client.post(f"{URL}{segment.pk}/choices/", posted)


def told(client: Client, segment: Segment) -> tuple[Any, list[str]]:
    page = client.get(f"{URL}{segment.pk}/choices/")
    return page, [str(message) for message in page.context["messages"]]


def test_many_are_moved_in_the_background_while_the_page_shows_how_far_it_is(
    boss: Client, group: Segment, no_worker_yet: Mock, django_capture_on_commit_callbacks: Any
) -> None:
    keys = make_profiles([0.1] * 3)

    answer = apply(boss, group, keys, django_capture_on_commit_callbacks)
    page, messages = told(boss, group)

    refresh = SegmentRefresh.objects.get()
    no_worker_yet.delay.assert_called_once_with(refresh_id=refresh.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}{group.pk}/choices/")
    assert messages == ["3 companies are set by hand. They are moved in the background; you can watch it here."]
    assert (MembershipChoice.objects.count(), SegmentMembership.objects.count()) == (3, 0)
    assert "The companies are being moved" in page.text
    assert f'hx-get="{URL}{group.pk}/progress/"' in page.text

    tasks.refresh_segment.delay(refresh_id=refresh.pk)

    assert SegmentMembership.objects.filter(segment=group, source="manual").count() == 3
    assert boss.get(f"{URL}{group.pk}/progress/").headers["HX-Refresh"] == "true"
    assert "The companies are being moved" not in boss.get(f"{URL}{group.pk}/choices/").text


def test_many_from_a_file_go_by_the_rule_again_in_the_background(
    boss: Client, group: Segment, django_capture_on_commit_callbacks: Any
) -> None:
    keys = make_profiles([0.1] * 3)
    apply(boss, group, keys, django_capture_on_commit_callbacks)
    put_in = SegmentMembership.objects.count()
    boss.get(f"{URL}{group.pk}/choices/")
    file = SimpleUploadedFile("list.csv", "\n".join(["number", *keys]).encode())
    posted = {"include": "rule", "reason": "Over", "do": "apply", "file": file}

    with django_capture_on_commit_callbacks(execute=True):
        boss.post(f"{URL}{group.pk}/choices/", posted)
    _page, messages = told(boss, group)

    assert messages == ["3 companies go by the rule again. They are moved in the background; you can watch it here."]
    assert (put_in, SegmentMembership.objects.count(), MembershipChoice.objects.count()) == (3, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_to_reach_nothing_is_lost(boss: Client, group: Segment, no_worker_yet: Mock) -> None:
    no_worker_yet.delay.side_effect = OperationalError
    keys = make_profiles([0.1] * 3)

    apply(boss, group, keys, lambda **_: nullcontext())
    _page, messages = told(boss, group)
    before = SegmentMembership.objects.count()
    tasks.resume_refreshes.delay()

    assert messages == [
        "3 companies are set by hand. They are moved in the background; you can watch it here.",
        "The workers cannot be reached at the moment. The companies are moved as soon as they can.",
    ]
    assert (before, SegmentMembership.objects.filter(segment=group).count()) == (0, 3)


def test_few_are_moved_at_once(boss: Client, group: Segment, django_capture_on_commit_callbacks: Any) -> None:
    keys = make_profiles([0.1] * 2)

    apply(boss, group, keys, django_capture_on_commit_callbacks)
    _page, messages = told(boss, group)

    assert messages == ["2 companies are set by hand."]
    assert (SegmentMembership.objects.count(), SegmentRefresh.objects.count()) == (2, 0)
