from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from segmentation.models import (
    AuditEntry,
    BuyclassChange,
    BuyclassOverride,
    CategoryProfile,
    CustomerProfile,
    FeatureOverride,
    OutboxEntry,
    PublishedSnapshot,
    Segment,
    SegmentMembership,
)
from segmentation.public import forget_customer, profile_of, segments_of
from segmentation.services.expire_overrides import expire_overrides
from segmentation.services.mark_dirty import mark_dirty
from segmentation.services.publish import publish_customers
from segmentation.services.run_partial import run_partial
from segmentation.services.set_buyclass_override import set_buyclass_override
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_membership_choice import set_membership_choice
from segmentation.signals import membership_changed, run_finished
from tests.segmentation.toy_orders import AS_OF, order_in_changing_ways, order_routinely, order_something_new

pytestmark = pytest.mark.django_db


def run(*keys: str) -> None:
    run_partial(customer_keys=keys, as_of=AS_OF, now=now())


def published(key: str) -> list[str]:
    return PublishedSnapshot.objects.get(pk=key).payload["segments"]


@pytest.fixture
def heard() -> Iterator[list[tuple[Any, Any]]]:
    calls: list[tuple[Any, Any]] = []

    def listen(joined: Any, left: Any, **_: Any) -> None:
        calls.append((dict(joined), dict(left)))

    membership_changed.connect(listen)
    yield calls
    membership_changed.disconnect(listen)


def test_chosen_class_counts_and_the_computed_one_is_kept(admin: AbstractBaseUser) -> None:
    order_routinely("acme")
    run("acme")

    set_buyclass_override(customer_key="acme", buyclass="major", actor=admin, reason="new buyer there")

    profile = profile_of("acme")
    assert (profile.buyclass, profile.computed.buyclass) == ("major", "routine")
    assert (segments_of("acme"), published("acme")) == (["major"], ["major"])
    assert BuyclassOverride.objects.get().expires_at.date() == (now() + timedelta(days=180)).date()


def test_runs_leave_a_chosen_class_alone(admin: AbstractBaseUser) -> None:
    order_routinely("acme")
    set_buyclass_override(customer_key="acme", buyclass="new", actor=admin)

    run("acme")

    assert published("acme") == ["new"]
    assert BuyclassOverride.objects.get().buyclass == "new"


def test_chosen_class_ends_at_its_moment(admin: AbstractBaseUser) -> None:
    order_routinely("acme")
    run("acme")
    end = now() + timedelta(days=1)
    set_buyclass_override(customer_key="acme", buyclass="new", actor=admin, expires_at=end)

    assert (expire_overrides(now=end - timedelta(seconds=1)), published("acme")) == (0, ["new"])
    assert (expire_overrides(now=end), published("acme")) == (1, ["routine"])
    assert AuditEntry.objects.latest("pk").action == "buyclass_override_ended"


def test_mixed_company_is_in_mixed_beside_its_class() -> None:
    order_routinely("acme", times=2)
    order_in_changing_ways("acme", times=3)
    order_something_new("acme", times=3)
    run("acme")

    profile = CustomerProfile.objects.get()
    assert profile.mixed is True
    assert published("acme") == ["mixed", profile.buyclass]


def test_class_chosen_by_an_admin_takes_a_company_out_of_mixed(admin: AbstractBaseUser) -> None:
    order_routinely("acme", times=2)
    order_in_changing_ways("acme", times=3)
    order_something_new("acme", times=3)
    run("acme")

    set_buyclass_override(customer_key="acme", buyclass="routine", actor=admin)

    assert published("acme") == ["routine"]


def test_runs_never_touch_what_was_put_in_by_hand(admin: AbstractBaseUser) -> None:
    order_something_new("acme")
    run("acme")
    Segment.objects.create(key="vip", name="VIPs", priority=5)
    set_membership_choice(segment_key="vip", customer_keys=["acme"], include=True, reason="A tender", actor=admin)
    set_membership_choice(segment_key="routine", customer_keys=["acme"], include=True, reason="A tender", actor=admin)

    run("acme")

    rows = SegmentMembership.objects.order_by("segment__priority").values_list("segment__key", "source")
    assert list(rows) == [("vip", "manual"), ("routine", "manual"), ("new", "automatic")]
    assert published("acme") == ["vip", "routine", "new"]


def test_membership_by_hand_taken_back_leaves_what_the_orders_say(admin: AbstractBaseUser) -> None:
    order_routinely("acme")
    run("acme")
    set_membership_choice(segment_key="routine", customer_keys=["acme"], include=True, reason="A tender", actor=admin)
    set_membership_choice(segment_key="new", customer_keys=["acme"], include=True, reason="A tender", actor=admin)

    set_membership_choice(segment_key="routine", customer_keys=["acme"], include=None, reason="A tender", actor=admin)
    set_membership_choice(segment_key="new", customer_keys=["acme"], include=None, reason="A tender", actor=admin)

    rows = SegmentMembership.objects.values_list("segment__key", "source")
    assert list(rows) == [("routine", "automatic")]
    assert list(AuditEntry.objects.order_by("pk").values_list("before", "after")) == [
        ("automatic", "manual"),
        ("out", "manual"),
        ("manual", "automatic"),
        ("manual", "out"),
    ]


def test_company_no_run_has_seen_counts_as_new_also_in_a_group(admin: AbstractBaseUser) -> None:
    Segment.objects.create(key="vip", name="VIPs", priority=5)

    set_membership_choice(segment_key="vip", customer_keys=["acme"], include=True, reason="A tender", actor=admin)

    assert published("acme") == ["vip", "new"]


def test_moves_are_announced_once_they_are_committed(
    heard: list[tuple[Any, Any]], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    order_routinely("acme")
    with django_capture_on_commit_callbacks(execute=True):
        run("acme", "zeta")
        assert heard == []

    assert heard == [({"acme": frozenset({"routine"}), "zeta": frozenset({"new"})}, {})]


def test_receiver_that_raises_stops_nobody(
    heard: list[tuple[Any, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("mail server away")

    run_finished.connect(broken)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            run("acme")
    finally:
        run_finished.disconnect(broken)

    assert len(heard) == 1
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["mail server away"]


@pytest.mark.parametrize("companies", [1, 40])
def test_publishing_costs_the_same_for_any_number_of_companies(
    companies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [f"company-{number}" for number in range(companies)]
    run(*keys)
    SegmentMembership.objects.all().delete()
    vip = Segment.objects.create(key="vip", name="VIPs", priority=5)
    SegmentMembership.objects.bulk_create(
        SegmentMembership(segment=vip, customer_key=key, source="manual", since=now()) for key in keys
    )

    with django_assert_num_queries(6):
        publish_customers(keys)

    assert [published(key) for key in keys] == [["vip", "new"]] * companies


def test_forgetting_a_customer_leaves_no_row_about_it(admin: AbstractBaseUser) -> None:
    for key in ("acme", "zeta"):
        order_routinely(key)
        run(key)
        set_buyclass_override(customer_key=key, buyclass="new", actor=admin)
        set_feature_override(feature="toy_ideas", customer_key=key, state="off", actor=admin)
        set_membership_choice(segment_key="major", customer_keys=[key], include=True, reason="A tender", actor=admin)
        mark_dirty([key])

    forget_customer(customer_key="acme")

    models = (
        AuditEntry,
        BuyclassChange,
        BuyclassOverride,
        CategoryProfile,
        CustomerProfile,
        FeatureOverride,
        OutboxEntry,
        SegmentMembership,
    )
    left = {model.__name__: set(model.objects.values_list("customer_key", flat=True)) for model in models}
    assert left == {model.__name__: {"zeta"} for model in models}
    assert set(PublishedSnapshot.objects.values_list("subject", flat=True)) == {"", "zeta"}
