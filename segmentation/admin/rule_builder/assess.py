"""What becomes of a draft: its rule, what is wrong with it, and whom it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from segmentation.admin.rule_builder.actions import node_id
from segmentation.admin.rule_builder.as_rule import write_rule
from segmentation.admin.rule_builder.draft import Clause, Group, Place, walk
from segmentation.contracts import CustomerLabel
from segmentation.rules import Rule, RuleError, parse_rule, read_new_rule
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.preview_rule import RulePreview, preview_rule
from segmentation.selectors.rule_changes import RuleChanges, some_changes
from segmentation.selectors.rule_names import rule_names
from segmentation.time_limit import TooSlowError, time_limit
from segmentation.words.rules import RuleLine, rule_lines

PATIENCE = 8
"""Seconds that a preview may take in the database."""

Errors = Mapping[Place, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """json is None for no rule, and for one with errors."""

    json: dict[str, Any] | None
    errors: Errors

    @property
    def problems(self) -> Sequence[Mapping[str, str]]:
        """Each problem with the id of the part of the page it is about."""
        return [
            {"id": node_id(place), "message": message}
            for place, parts in self.errors.items()
            for messages in parts.values()
            for message in messages
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePanel:
    """What stands beside the rule."""

    preview: RulePreview | None = None
    unfinished: int = 0
    trouble: str = ""
    sample: Sequence[CustomerLabel] = ()
    joining: Sequence[CustomerLabel] = ()
    leaving: Sequence[CustomerLabel] = ()
    lines: Sequence[RuleLine] = ()
    parts: Sequence[Mapping[str, Any]] = ()
    out_of_band: bool = False
    counts: Mapping[Place, int] | None = None

    @property
    def width(self) -> str:
        companies = self.preview.companies if self.preview else 0
        return f"{100 * self.preview.matches / companies:.2f}" if self.preview and companies else "0"

    @property
    def share(self) -> str:
        percent = float(self.width)
        if self.preview and self.preview.matches and percent < 1:
            return _("less than 1 %")
        return f"{percent:.0f} %"


def assess(draft: Group, *, today: date) -> Assessed:
    """The draft's rule, or everything that is wrong with it, at the places where it is."""
    written = write_rule(draft)
    if written.json is None:
        return Assessed(json=None, errors={})
    try:
        rule = read_new_rule(written.json, today=today)
    except RuleError as error:
        found: dict[Place, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for problem in error.problems:
            place, rest = written.place_at(problem.path)
            found[place][str(rest[0]) if rest else ""].append(problem.message)
        return Assessed(json=None, errors={place: dict(parts) for place, parts in found.items()})
    return Assessed(json=rule.as_json(), errors={})


def look(
    draft: Group, *, segment_id: int | None, today: date, now: datetime, out_of_band: bool, strict: bool
) -> tuple[RulePanel, Errors]:
    """Whom the finished parts of a draft find. What is not begun yet is no error unless `strict`."""
    errors = assess(draft, today=today).errors
    rule, places = _finished(draft, frozenset(errors))
    shown = errors if strict else {place: parts for place, parts in errors.items() if _is_begun(draft, place)}
    unfinished = len(errors)
    if rule is None:
        parts = _parts(draft, {}, shown) if out_of_band else ()
        return RulePanel(unfinished=unfinished, parts=parts, out_of_band=out_of_band), shown
    try:
        with time_limit(PATIENCE):
            preview = preview_rule(rule, segment_id=segment_id, today=today, now=now)
            moves = preview.joining or preview.leaving
            changes = some_changes(rule, segment_id=segment_id, today=today, now=now) if moves else RuleChanges()
    except TooSlowError:
        trouble = _(
            "The database could not count this in %(seconds)d seconds. The rule can be saved all the same: its"
            " companies are worked out in the background."
        )
        return RulePanel(trouble=trouble % {"seconds": PATIENCE}), shown
    counts = {place: preview.counts[path] for place, path in places.items() if path in preview.counts}
    labels = label_customers([*preview.sample, *changes.joining, *changes.leaving])
    panel = RulePanel(
        preview=preview,
        unfinished=unfinished,
        sample=[labels[key] for key in preview.sample],
        joining=[labels[key] for key in changes.joining],
        leaving=[labels[key] for key in changes.leaving],
        lines=rule_lines(rule, names=rule_names([rule])),
        parts=_parts(draft, counts, shown) if out_of_band else (),
        out_of_band=out_of_band,
        counts=counts,
    )
    return panel, shown


def _finished(draft: Group, without: frozenset[Place]) -> tuple[Rule | None, Mapping[Place, Any]]:
    """The rule of what is left when parts are taken out, and where those are in it."""
    if () in without:
        return None, {}
    written = write_rule(draft, without=without)
    if written.json is None:
        return None, {}
    try:
        return parse_rule(written.json), written.paths
    except RuleError:
        return None, {}


def _is_begun(draft: Group, place: Place) -> bool:
    node = dict(walk(draft)).get(place)
    if not isinstance(node, Clause) or (node.within and not (node.within_value or node.within_high)):
        return False
    return any((node.value, node.high, node.listed, node.leave, node.leave_high))


def _parts(draft: Group, counts: Mapping[Place, int], errors: Errors) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": node_id(place),
            "count": counts.get(place),
            "sentences": [sentence for some in errors.get(place, {}).values() for sentence in some],
        }
        for place, _node in walk(draft)
    ]
