"""Who would gain and lose what by a draft, among everybody, in bounded memory."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np

from segmentation.contracts import BUILTIN_SEGMENTS, Feature
from segmentation.models import Draft, FeatureOverride
from segmentation.registry import features
from segmentation.selectors.answers_of_many import Buckets, Overridden
from segmentation.selectors.draft_standing import override_standing
from segmentation.selectors.draft_switches import with_changes
from segmentation.selectors.draft_targets import Kind, Value, override_value
from segmentation.selectors.dry_run_effects import Found
from segmentation.selectors.dry_run_feature import Moves, Side, moves_of, nobody
from segmentation.selectors.dry_run_pairs import Pairs
from segmentation.selectors.dry_run_result import MOVES, CompanyEffect, DryRunResult, FeatureEffect, SegmentEffect
from segmentation.selectors.dry_run_rows import Companies, companies_in_chunks
from segmentation.selectors.switches import read_switches
from segmentation.standing import EVERYBODY, OverrideStanding

AT_ONCE = 50_000
NAMED = 200
"""Companies that are named, those worth most first."""


Keep = Callable[[Sequence[CompanyEffect]], object]


def dry_run(
    draft: Draft,
    *,
    now: datetime,
    keep: Keep = lambda _effects: None,
    said: Callable[[int], object] = lambda _done: None,
    at_once: int = AT_ONCE,
) -> DryRunResult:
    """Look at every company. `keep` is given all to whom something happens, in the order of keys, some at a time;
    `said` hears how many are done. Raises RuleError for a rule that cannot be used."""
    look = Look(draft, now=now, keep=keep)
    for companies in look.chunks(at_once):
        look.take(companies)
        said(look.result.companies)
    return look.result


class Look:
    """One look at companies, some thousands after the others, as they are and as they would be with a draft."""

    def __init__(self, draft: Draft, *, now: datetime, keep: Keep) -> None:
        changes = list(draft.changes.all())
        before = read_switches()
        after = with_changes(changes, onto=before)
        rules = {
            change.segment_key: change.after["rule"]
            for change in changes
            if change.kind == Kind.SEGMENT_RULE and change.segment_key in before.segments
        }
        self.before, self.after, self.rules, self.now, self.keep = before, after, rules, now, keep
        self.drafted = {
            (change.feature, change.customer_key): change.after for change in changes if change.kind == Kind.OVERRIDE
        }
        self.features = [feature for feature in features if self._may_change(feature)]
        spoken = {key for feature in self.features for side in (before, after) for key in side.of(feature.key).rules}
        wanted = [key for key in before.segments if key in {*spoken, *BUILTIN_SEGMENTS, *rules}]
        self.columns = {key: at for at, key in enumerate(dict.fromkeys([*BUILTIN_SEGMENTS, *wanted]))}
        self.result = DryRunResult(
            features={feature.key: FeatureEffect() for feature in self.features},
            segments={key: SegmentEffect() for key in rules},
        )

    def chunks(self, size: int) -> Iterator[Companies]:
        """Every company once, in the order of keys."""
        return companies_in_chunks(self.columns, rules=self.rules, size=size, now=self.now)

    def _may_change(self, feature: Feature) -> bool:
        old, new = self.before.of(feature.key), self.after.of(feature.key)
        asked = {*old.rules, *BUILTIN_SEGMENTS} & set(self.rules)
        moved = self.before.segments != self.after.segments and bool(set(old.rules) - {EVERYBODY})
        return old != new or moved or bool(asked) or any(key == feature.key for key, _customer in self.drafted)

    def take(self, companies: Companies) -> None:
        result, count = self.result, len(companies.keys)
        overrides = self._overrides(companies)
        own: dict[str, Moves] = {}
        in_categories: dict[str, Moves] = {}
        total = {name: np.zeros(count, dtype=bool) for name in MOVES}
        pairs = Pairs.read(companies) if any(self._by_category(feature) for feature in self.features) else None
        for feature in self.features:
            buckets = Buckets(feature.key, companies.keys)
            old, new = overrides.get(feature.key, (nobody(), nobody()))
            moves = moves_of(
                feature,
                Side(self.before, companies.before, old),
                Side(self.after, companies.after, new),
                rows=np.arange(count),
                columns=self.columns,
                buckets=buckets,
            )
            own[feature.key] = moves
            _add(result.features[feature.key], moves)
            for name in MOVES:
                total[name] |= getattr(moves, name)
            if pairs is not None and self._by_category(feature):
                in_pairs = self._moves_of_pairs(feature, companies, pairs, old=old, new=new, buckets=buckets)
                in_categories[feature.key] = in_pairs
                pairs.count(in_pairs, result.features[feature.key])
                for name in MOVES:
                    total[name][pairs.rows[getattr(in_pairs, name)]] = True
        differs = companies.before != companies.after
        affected = total["gains"] | total["loses"] | total["changes"]
        for key in self.rules:
            column = self.columns[key]
            result.segments[key].joining += int((companies.after & differs)[:, column].sum())
            result.segments[key].leaving += int((companies.before & differs)[:, column].sum())
            affected |= differs[:, column]
        result.companies += count
        result.gaining += int(total["gains"].sum())
        result.losing += int(total["loses"].sum())
        result.affected += int(affected.sum())
        drafted = {key: self.columns[key] for key in self.rules}
        found = Found(companies, own, in_categories, pairs, drafted)
        for effects in found.effects(np.flatnonzero(affected)):
            self.keep(effects)
            result.named = heapq.nsmallest(NAMED, [*result.named, *effects], key=lambda one: (-one.value, one.key))

    def _by_category(self, feature: Feature) -> bool:
        sides = (self.before, self.after)
        return feature.per_category and any(side.of(feature.key).by_category for side in sides)

    def _moves_of_pairs(
        self,
        feature: Feature,
        companies: Companies,
        pairs: Pairs,
        *,
        old: Overridden,
        new: Overridden,
        buckets: Buckets,
    ) -> Moves:
        sides = [
            Side(
                switches,
                pairs.members(members, self.columns) if switches.of(feature.key).by_category else members[pairs.rows],
                pairs.overridden(overridden),
            )
            for switches, members, overridden in (
                (self.before, companies.before, old),
                (self.after, companies.after, new),
            )
        ]
        return moves_of(feature, *sides, rows=pairs.rows, columns=self.columns, buckets=buckets)

    def _overrides(self, companies: Companies) -> dict[str, tuple[Overridden, Overridden]]:
        keys = [feature.key for feature in self.features]
        stored = FeatureOverride.objects.filter(
            feature__in=keys, customer_key__gte=companies.keys[0], customer_key__lte=companies.keys[-1]
        )
        old = {(row.feature, row.customer_key): override_value(row) for row in stored}
        new = {**old, **self.drafted}
        if not new:
            return {}
        place = {key: row for row, key in enumerate(companies.keys)}
        return {key: (self._holding(old, key, place), self._holding(new, key, place)) for key in keys}

    def _holding(self, values: Mapping[tuple[str, str], Value], feature: str, place: Mapping[str, int]) -> Overridden:
        rows: list[int] = []
        said: list[OverrideStanding] = []
        for (key, customer), value in values.items():
            if key == feature and customer in place and value:
                standing = override_standing(value)
                if standing.holds_at(self.now):
                    rows.append(place[customer])
                    said.append(standing)
        return Overridden(np.array(rows, dtype=np.int64), said)


def _add(effect: FeatureEffect, moves: Moves) -> None:
    for name in MOVES:
        setattr(effect, name, getattr(effect, name) + int(getattr(moves, name).sum()))
