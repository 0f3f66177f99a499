from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.timezone import now

from segmentation.models import AuditEntry, PublishedSnapshot, Segment
from segmentation.public import has_feature
from segmentation.registry import UnknownFeatureError
from segmentation.selectors.feature_matrix import feature_matrix
from segmentation.services.expire_overrides import expire_overrides
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch

pytestmark = pytest.mark.django_db


def audit() -> list[tuple[str, str, str, str, str, str]]:
    fields = ("action", "feature", "segment_key", "customer_key", "before", "after")
    return list(AuditEntry.objects.order_by("pk").values_list(*fields))


def version() -> int:
    return PublishedSnapshot.objects.get(pk="").payload["version"]


def test_builtin_segments_exist_in_the_order_of_the_precedence() -> None:
    assert list(Segment.objects.values_list("key", "priority", "is_builtin")) == [
        ("mixed", 10, True),
        ("routine", 20, True),
        ("major", 30, True),
        ("new", 40, True),
    ]


def test_rule_is_switched_published_and_kept(admin: AbstractBaseUser) -> None:
    assert set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=admin, reason="season over") is True

    assert has_feature("acme", "toy_ideas") is False
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_name, entry.reason) == (admin, admin.get_username(), "season over")
    assert audit() == [("feature_rule", "toy_ideas", "new", "", "inherit", "off")]


def test_rule_taken_back_leaves_the_default(admin: AbstractBaseUser) -> None:
    set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=admin)
    set_feature_rule(feature="toy_ideas", segment="new", state="inherit", actor=admin)

    assert has_feature("acme", "toy_ideas") is True
    assert audit()[1:] == [("feature_rule", "toy_ideas", "new", "", "off", "inherit")]


def test_setting_what_is_set_writes_nothing(admin: AbstractBaseUser) -> None:
    set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=admin)
    set_kill_switch(feature="toy_ideas", killed=True, actor=admin)
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=admin)
    kept, published = len(audit()), version()

    answers = [
        set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=admin),
        set_kill_switch(feature="toy_ideas", killed=True, actor=admin),
        set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=admin),
        set_feature_override(feature="toy_ideas", customer_key="zeta", state="inherit", actor=admin),
    ]

    assert answers == [False, False, False, False]
    assert (len(audit()), version()) == (kept, published)


def test_kill_switch_is_off_for_everybody_also_by_override(admin: AbstractBaseUser) -> None:
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=admin)

    set_kill_switch(feature="toy_ideas", killed=True, actor=admin)

    assert has_feature("acme", "toy_ideas") is False
    assert audit()[1:] == [("kill_switch", "toy_ideas", "", "", "on", "off")]


def test_undeclared_feature_cannot_be_switched() -> None:
    with pytest.raises(UnknownFeatureError):
        set_feature_rule(feature="toy_typo", segment="new", state="on", actor=None)


def test_override_holds_until_its_moment_and_no_longer(admin: AbstractBaseUser) -> None:
    soon = now() + timedelta(hours=1)
    set_feature_override(feature="toy_reorder", customer_key="acme", state="on", expires_at=soon, actor=admin)
    assert has_feature("acme", "toy_reorder") is True

    assert expire_overrides(now=soon - timedelta(seconds=1)) == 0
    assert expire_overrides(now=soon) == 1

    assert has_feature("acme", "toy_reorder") is False
    assert audit()[1:] == [
        ("feature_override_ended", "toy_reorder", "", "acme", f"on until {soon.isoformat()}", "inherit")
    ]


def test_changed_priority_of_a_segment_is_published() -> None:
    before = version()
    vip = Segment.objects.create(key="vip", name="VIPs", priority=5)

    assert PublishedSnapshot.objects.get(pk="").payload["segments"] == ["vip", "mixed", "routine", "major", "new"]
    vip.delete()
    assert PublishedSnapshot.objects.get(pk="").payload["segments"] == ["mixed", "routine", "major", "new"]
    assert version() == before + 2


def test_matrix_shows_what_is_set_and_what_holds(admin: AbstractBaseUser) -> None:
    set_feature_rule(feature="toy_ideas", segment="routine", state="on", actor=admin)

    row = next(row for row in feature_matrix().rows if row.feature.key == "toy_ideas")

    assert [(cell.segment.key, cell.state, cell.enabled) for cell in row.cells] == [
        ("mixed", "inherit", True),
        ("routine", "on", True),
        ("major", "inherit", False),
        ("new", "inherit", True),
    ]
