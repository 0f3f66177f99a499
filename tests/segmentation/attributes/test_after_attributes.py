"""After values changed, segments are brought up to date: company by company, or whole where they are many."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from segmentation import tasks
from segmentation.models import Segment, SegmentMembership, SegmentRefresh
from segmentation.registry import dimensions
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.start_import import confirm_import, start_import
from tests.segmentation import toy_orders
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.attributes.stating import values_of
from tests.segmentation.toy_orders import order_routinely

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def large(db: None) -> Segment:
    ensure_builtin_segments()
    rule = {"all": [{"dimension": "toy_staff", "is": "at_least", "value": 50}]}
    return Segment.objects.create(key="large", name="Large", priority=500, rule=rule)


def members(segment: Segment) -> list[str]:
    return sorted(SegmentMembership.objects.filter(segment=segment).values_list("customer_key", flat=True))


def import_staff(**staff: int) -> None:
    for key in staff:
        make_profile(key)
    lines = "".join(f"{key},{count}\n" for key, count in staff.items())
    source = start_import(f"customer,Staff\n{lines}".encode(), name="x.csv", actor=None, now=AT)
    tasks.check_import(import_id=source.pk)
    confirm_import(source.pk, now=AT)
    tasks.run_import(import_id=source.pk)


@pytest.mark.parametrize(("few", "refreshes"), [(5_000, 0), (1, 1)], ids=["one by one", "whole segments"])
def test_imported_values_move_companies(
    large: Segment, monkeypatch: pytest.MonkeyPatch, few: int, refreshes: int
) -> None:
    monkeypatch.setattr(tasks, "FEW_COMPANIES", few)

    import_staff(acme=60, bolt=10, cord=50)

    assert members(large) == ["acme", "cord"]
    assert SegmentRefresh.objects.filter(segment=large).count() == refreshes


def test_nothing_is_worked_out_where_no_rule_asks(large: Segment) -> None:
    tasks.after_attributes(["acme"], ["toy_city"])

    assert SegmentRefresh.objects.count() == 0


def test_what_follows_from_orders_is_worked_out_after_a_drain(
    large: Segment, django_capture_on_commit_callbacks: Any
) -> None:
    import_staff(acme=60)
    assert values_of("acme")["toy_big"] is True
    toy_orders.CUSTOMERS[:] = ["acme"]
    order_routinely("acme", times=70)
    from segmentation.services.mark_dirty import mark_dirty

    mark_dirty(["acme"])
    with django_capture_on_commit_callbacks(execute=True):
        tasks.drain_outbox()

    assert values_of("acme")["toy_big"] is False


def test_orders_lead_to_nothing_more_where_nothing_follows_from_them() -> None:
    from segmentation.services.derive_attributes import computed_inputs

    assert computed_inputs() == {"toy_orders"}
    dimensions.unregister("toy_big")
    assert computed_inputs() == set()


def test_imports_that_stand_still_are_taken_up_again() -> None:
    make_profile("acme")
    source = start_import(b"customer,Staff\nacme,4\n", name="x.csv", actor=None, now=AT)

    tasks.resume_imports()
    source.refresh_from_db()
    assert source.state == source.State.PREVIEWED

    confirm_import(source.pk, now=AT)
    tasks.resume_imports()
    assert values_of("acme")["toy_staff"] == 4
