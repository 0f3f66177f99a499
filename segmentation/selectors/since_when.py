"""Since when a company is answered as it is: changes are taken back, the latest first, until the answer is another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Max

from segmentation.contracts import MIXED, Buyclass, DecidedBy
from segmentation.models import AuditEntry, BuyclassChange, SegmentMembership
from segmentation.selectors.resolve_feature import Question, Said, everything_said
from segmentation.standing import EVERYBODY, NOTHING_SAID, OverrideStanding, Standing, SwitchRule
from segmentation.words.audited_values import read_override, read_switch_rule

ENDED = "feature_override_ended"
OVERRIDES = frozenset({"feature_override", ENDED})
SWITCHED = OVERRIDES | {"kill_switch", "by_category", "feature_rule"}
"""What the audit calls the changes that can make a feature another for a company."""

_BUYCLASSES = frozenset(buyclass.value for buyclass in Buyclass) | {MIXED}
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change as the audit keeps it."""

    action: str
    segment: str
    before: str
    after: str
    at: datetime

    @property
    def target(self) -> tuple[str, str]:
        return ("feature_override" if self.action in OVERRIDES else self.action), self.segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What was changed about features for a company, and when it came into its segments and to its classes."""

    changes: Mapping[str, Sequence[Change]]
    """By feature, the latest first."""
    segments: Mapping[str, datetime]
    categories: Mapping[str, datetime]

    def since(self, question: Question) -> datetime | None:
        """From when the answer is what it is, for the reason it has; None where nobody can tell.

        Nobody can where what is kept does not lead to what is asked about, as with a draft, nor of a permission.
        """
        said = next(everything_said(question))
        changes = self.changes.get(question.feature.key, ())
        if said.by == DecidedBy.USER_PERMISSION or not _leads_here(changes, question):
            return None
        came, is_company = list(self._came(question, said)), bool(question.standing.customer_key)
        if is_company and None in came:
            return None
        moments = [_began(changes, question, said), *came]
        return max((moment for moment in moments if moment), default=None)

    def _came(self, question: Question, said: Said) -> Iterator[datetime | None]:
        """When the company came to where the answer holds: into the segment, or to the way it buys now."""
        if said.by not in (DecidedBy.SEGMENT, DecidedBy.DEFAULT):
            return
        segment = said.params.get("segment", "")
        by_class = segment in _BUYCLASSES or (not segment and said.code == "serves_others")
        if by_class and question.place in question.standing.categories:
            yield self.categories.get(question.place)
        elif segment:
            yield self.segments.get(segment)
        elif by_class:
            yield from (self.segments.get(key) for key in question.segments & _BUYCLASSES)


def moments_of(standing: Standing, *, feature: str = "", segments: Mapping[str, datetime] | None = None) -> Moments:
    """Of one feature or all; three queries, one less where it is known since when the company is in its segments."""
    key = standing.customer_key
    if segments is None:
        members = SegmentMembership.objects.filter(customer_key=key)
        segments = dict(members.values_list("segment__key", "since"))
    entries = AuditEntry.objects.filter(
        action__in=SWITCHED,
        customer_key__in={"", key},
        segment_key__in={EVERYBODY, *standing.segments, *standing.categories.values()},
        **({"feature": feature} if feature else {}),
    )
    changes: dict[str, list[Change]] = defaultdict(list)
    for own, action, segment, before, after, at in entries.order_by("-at", "-pk").values_list(
        "feature", "action", "segment_key", "before", "after", "at"
    ):
        changes[own].append(Change(action=action, segment=segment, before=before, after=after, at=at))
    moved = BuyclassChange.objects.filter(customer_key=key, afterwards=False, category__in=standing.categories)
    return Moments(
        changes=changes,
        segments=segments,
        categories=dict(moved.values_list("category").annotate(Max("at"))) if standing.categories else {},
    )


def _began(changes: Sequence[Change], question: Question, said: Said) -> datetime | None:
    """The latest change, or end of what was set by hand, that made the answer what it is."""
    override = question.standing.overrides.get(question.feature.key)
    end = override.expires_at if override else None
    if end and end <= question.now and not _is_same(said, replace(question, now=end - _TICK)):
        return end
    for change in changes:
        at, question = _taken_back(change, question)
        if not _is_same(said, question):
            return at
    return None


def _is_same(said: Said, question: Question) -> bool:
    other = next(everything_said(question))
    place, there = said.params.get("segment"), other.params.get("segment")
    return (said.by, said.enabled, said.code, place) == (other.by, other.enabled, other.code, there)


def _taken_back(change: Change, question: Question) -> tuple[datetime, Question]:
    """When it came into force, and the question as it was just before."""
    own, key = question.own, question.feature.key
    at = change.at
    match change.action:
        case "kill_switch":
            own = replace(own, killed=change.before == "off")
        case "by_category":
            own = replace(own, by_category=change.before == "on")
        case "feature_rule":
            own = replace(own, rules={**own.rules, change.segment: read_switch_rule(change.before)})
        case _:
            override = read_override(change.before)
            # The end that was set counts, not when a worker came round to take note of it.
            at = min(at, override.expires_at) if override and override.expires_at else at
            overrides = {name: one for name, one in question.standing.overrides.items() if name != key}
            standing = replace(question.standing, overrides=overrides | ({key: override} if override else {}))
            question = replace(question, standing=standing)
    switches = replace(question.switches, features={**question.switches.features, key: own})
    return at, replace(question, switches=switches, now=at - _TICK)


def _leads_here(changes: Sequence[Change], question: Question) -> bool:
    """Whether the latest changes kept are what stands."""
    last: dict[tuple[str, str], str] = {}
    for change in changes:
        last.setdefault(change.target, change.after)
    own = question.own
    rules = all(
        _switched(own.rules.get(segment, NOTHING_SAID)) == _switched(read_switch_rule(last.get(_rule(segment), "")))
        for segment in {EVERYBODY, *question.segments}
    )
    override = question.standing.overrides.get(question.feature.key)
    stands = read_override(last.get(("feature_override", ""), ""))
    return (
        own.killed == (last.get(("kill_switch", "")) == "off")
        and own.by_category == (last.get(("by_category", "")) != "off")
        and rules
        and _by_hand(override) == _by_hand(stands)
    )


def _rule(segment: str) -> tuple[str, str]:
    return "feature_rule", segment


def _switched(rule: SwitchRule) -> SwitchRule:
    return replace(rule, parameters={})


def _by_hand(override: OverrideStanding | None) -> tuple[bool, datetime | None] | None:
    return (override.enabled, override.expires_at) if override else None
