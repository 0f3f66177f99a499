"""Who joined a segment and who left it, when and why: kept, shown, and forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from segmentation.locks import lock_customers
from segmentation.models import CustomerProfile, MembershipMove, Segment
from segmentation.services.forget_customer import forget_customer
from segmentation.services.prune_moves import prune_moves
from segmentation.services.refresh_memberships import refresh_memberships
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.segment_rows import ROUTINE_ABOVE_HALF, add_segment, make_profiles, refresh

URL = "/admin/segmentation/segment/"

pytestmark = pytest.mark.django_db


def moves(segment: Segment) -> list[tuple[str, bool, bool]]:
    rows = MembershipMove.objects.filter(segment=segment).order_by("pk")
    return list(rows.values_list("customer_key", "joined", "by_hand"))


def choose(segment: Segment, key: str, include: bool | None) -> None:
    set_membership_choice(
        segment_key=segment.key, customer_keys=[key], include=include, reason="They asked", actor=None
    )


def test_refresh_keeps_who_joined_and_who_left() -> None:
    make_profiles([0.2, 0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)
    CustomerProfile.objects.filter(pk="c0001").update(share_routine=0.1)
    refresh(segment)

    assert moves(segment) == [("c0001", True, False), ("c0001", False, False)]


def test_very_many_moves_are_kept_as_well() -> None:
    make_profiles([0.9] * 150)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)

    assert MembershipMove.objects.filter(segment=segment, joined=True, by_hand=False).count() == 150


def test_one_company_that_is_worked_out_alone_is_kept_too() -> None:
    make_profiles([0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    lock_customers(["c0000"])
    refresh_memberships(["c0000"], now=now())
    CustomerProfile.objects.update(share_routine=0.1)
    refresh_memberships(["c0000"], now=now())

    assert moves(segment) == [("c0000", True, False), ("c0000", False, False)]


def test_what_was_done_by_hand_is_told_from_the_rule() -> None:
    make_profiles([0.2, 0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)
    choose(segment, "c0000", include=True)
    choose(segment, "c0000", include=None)
    choose(segment, "c0001", include=False)

    by_hand = [("c0000", True, True), ("c0000", False, True), ("c0001", False, True)]
    assert moves(segment) == [("c0001", True, False), *by_hand]


def test_moves_are_forgotten_in_time() -> None:
    segment = Segment.objects.create(key="pilot", name="Pilot", priority=90)
    for days in (179, 181):
        at = now() - timedelta(days=days)
        MembershipMove.objects.create(segment=segment, customer_key=f"c{days}", joined=True, by_hand=False, at=at)
    prune_moves(now=now())

    assert moves(segment) == [("c179", True, False)]


def test_forgotten_company_leaves_no_move() -> None:
    make_profiles([0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)
    forget_customer(customer_key="c0000")

    assert moves(segment) == []


def test_segment_page_tells_who_moved_in_one_refresh(boss: Client) -> None:
    make_profiles([0.9, 0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    first = refresh(segment)
    CustomerProfile.objects.filter(pk="c0001").update(share_routine=0.1)
    last = refresh(segment)
    url = f"{URL}{segment.pk}/"

    shown = {
        asked: [
            (move.customer_key, move.joined) for _label, move in boss.get(url, {"refresh": asked}).context["moves"].rows
        ]
        for asked in ("", str(first.pk), str(last.pk), "nothing")
    }

    joined = [("c0001", True), ("c0000", True)]
    assert shown[str(first.pk)] == joined
    assert shown[str(last.pk)] == [("c0001", False)]
    assert shown[""] == shown["nothing"] == [("c0001", False), *joined]
    assert f"?refresh={last.pk}#bc-moves" in boss.get(url).content.decode()


def test_who_may_not_know_companies_sees_no_move(log_in: LogIn) -> None:
    make_profiles([0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)

    page = log_in("view_segment").get(f"{URL}{segment.pk}/")

    assert page.status_code == 200
    assert "c0000" not in page.content.decode()
    assert "bc-moves" not in page.content.decode()


def test_company_page_tells_what_it_came_into_and_left(boss: Client) -> None:
    make_profile("acme")
    segment = Segment.objects.create(key="pilot", name="Pilot", priority=90)
    choose(segment, "acme", include=True)
    choose(segment, "acme", include=None)

    page = " ".join(boss.get("/admin/segmentation/customerprofile/acme/change/").content.decode().split())

    assert page.count("Came into “Pilot”") == 1
    assert page.count("Left “Pilot”") == 1
