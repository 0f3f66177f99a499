"""An order brings a company's habits up to date, and the segments that ask for them."""

from __future__ import annotations

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from segmentation import public, tasks
from segmentation.models import SegmentMembership
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from tests.segmentation.attributes.stating import values_of
from tests.segmentation.habits.order_keeper import keep_orders
from tests.segmentation.segment_rows import add_segment
from tests.segmentation.toy_orders import order_routinely

pytestmark = pytest.mark.django_db


def test_habits_and_what_asks_for_them_follow_an_order(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ensure_builtin_segments()
    segment = add_segment({"dimension": "ordering_channel", "is": "one_of", "value": ["edi"]})
    order_routinely("acme")
    keep_orders("acme", channel="edi", now=tasks.timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        public.request_reclassify("acme")
        tasks.drain_outbox()

    assert values_of("acme")["ordering_channel"] == "edi"
    members = SegmentMembership.objects.filter(segment=segment).values_list("customer_key", flat=True)
    assert list(members) == ["acme"]
