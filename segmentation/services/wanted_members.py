"""Who belongs to a segment: (its rule says so, or put in by hand) and not kept out by hand. In SQL, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connections, router, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from segmentation.models import CustomerProfile, MembershipChoice, Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.rules import condition_of, parse_rule
from segmentation.selectors.rule_answers import segments_that_hold

AUTOMATIC = SegmentMembership.Source.AUTOMATIC
MANUAL = SegmentMembership.Source.MANUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Whose membership is not what it has to be, each key in one of them."""

    by_rule: list[str]
    """Belongs to it by the rule: is not in it, or is noted as put in by hand."""
    by_hand: list[str]
    """Put in by hand: is not in it, or is noted as there by the rule."""
    out: list[str]
    """Is in it, and does not belong."""
    held: frozenset[str] = frozenset()
    """Where customers were named, those of them that are in it."""
    out_by_hand: frozenset[str] = frozenset()
    """Likewise, those of `out` that are kept out by hand, or were put in by hand."""

    @property
    def keys(self) -> list[str]:
        return sorted([*self.by_rule, *self.by_hand, *self.out])


def holding_choices(*, now: datetime) -> QuerySet[MembershipChoice]:
    """The choices whose time is not over."""
    return MembershipChoice.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def find_changes(segment: Segment, *, today: date, now: datetime) -> Changes:
    """Among everybody: who has to join, change or leave. Three queries, whatever the numbers.

    Raises RuleError where the rule cannot be read any more.
    """
    members = SegmentMembership.objects.filter(segment=segment)
    choices = holding_choices(now=now).filter(segment=segment)
    holders = _holders(segment, today=today)
    of_profile, of_row = OuterRef("pk"), OuterRef("customer_key")
    own = choices.filter(customer_key=of_row)
    found = (
        holders.filter(
            ~Exists(choices.filter(customer_key=of_profile)),
            ~Exists(members.filter(customer_key=of_profile, source=AUTOMATIC)),
        ),
        choices.filter(~Exists(members.filter(customer_key=of_row, source=MANUAL)), include=True),
        members.filter(
            Exists(own.filter(include=False)) | (~Exists(own.filter(include=True)) & ~Exists(holders.filter(pk=of_row)))
        ),
    )
    with transaction.atomic():
        _compare_as_sets()
        by_rule, by_hand, out = (list(rows.order_by().values_list("customer_key", flat=True)) for rows in found)
    return Changes(by_rule=by_rule, by_hand=by_hand, out=out)


def find_changes_among(segment: Segment, keys: Sequence[str], *, today: date, now: datetime) -> Changes:
    """What `find_changes` says, of these customers alone: each thing about them looked up by key."""
    holding = segments_that_hold([segment], keys, today=today)
    chosen = holding_choices(now=now).filter(Among("customer_key", keys), segment=segment)
    choices = dict(chosen.values_list("customer_key", "include"))
    stored = SegmentMembership.objects.filter(Among("customer_key", keys), segment=segment)
    members = dict(stored.values_list("customer_key", "source"))
    by_hand = {key for key, include in choices.items() if include}
    by_rule = {key for key, segments in holding.items() if segments and key not in choices}
    out = members.keys() - by_rule - by_hand
    return Changes(
        by_rule=sorted(key for key in by_rule if members.get(key) != AUTOMATIC),
        by_hand=sorted(key for key in by_hand if members.get(key) != MANUAL),
        out=sorted(out),
        held=frozenset(members),
        out_by_hand=frozenset(key for key in out if key in choices or members[key] == MANUAL),
    )


def _compare_as_sets() -> None:
    """PostgreSQL takes a segment that is being filled for an empty one, and would look through it once a company."""
    connection = connections[router.db_for_read(SegmentMembership)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '128MB', true)")


def _holders(segment: Segment, *, today: date) -> QuerySet[CustomerProfile]:
    if segment.rule is None:
        return CustomerProfile.objects.none()
    return CustomerProfile.objects.filter(condition_of(parse_rule(segment.rule), today=today, segment_id=segment.pk))
