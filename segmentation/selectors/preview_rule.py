from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q
from django.utils import timezone

from segmentation.models import CustomerProfile, MembershipChoice, SegmentMembership
from segmentation.rules import All, Any_, Condition, Node, Not, Path, Rule, condition_of, walk
from segmentation.rules.compiled import PROFILES, Compiled, compile_condition
from segmentation.rules.condition import leaf_of
from segmentation.rules.rows import HasRow
from segmentation.rules.tables import from_companies

WORK_MEMORY = "128MB"
"""For one preview on PostgreSQL, so that tables are joined in memory; the server's own setting is made for many."""
SAMPLE = 10
FIRST = 2_000
"""Companies among which the sample is looked for, before it is looked for among all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePreview:
    """What a rule would do, before it is saved."""

    companies: int
    """All there are."""
    matches: int
    """Those of which the rule holds."""
    sample: Sequence[str]
    """Some of them, always the same ones while nothing changes."""
    counts: Mapping[Path, int]
    """Of how many companies each condition and each group holds by itself, by where it is in the rule."""
    joining: int
    """Companies that would come into the segment; who was put in or left out by hand counts as such."""
    leaving: int


def preview_rule(
    rule: Rule, *, segment_id: int | None = None, today: date, sample: int = SAMPLE, now: datetime | None = None
) -> RulePreview:
    """Count whom a rule takes in, in a handful of queries however many companies and conditions there are.

    `now` is the moment at which what was decided by hand has to be in force; the present one where none is given.
    """
    using = DEFAULT_DB_ALIAS
    leaves = {
        node: compile_condition(leaf_of(node, today=today, segment_id=segment_id), using=using)
        for _, node in walk(rule)
        if isinstance(node, Condition)
    }
    whole = compile_condition(condition_of(rule, today=today, segment_id=segment_id), using=using)
    by_hand = _by_hand(segment_id, now=now or timezone.now(), using=using)
    with transaction.atomic(using=using):
        _make_room(using=using)
        companies, joining, leaving, *counted = _counts(rule, leaves, by_hand, using=using)
        keys = _sample(whole, most=min(sample, counted[0]), share=counted[0] / max(companies, 1), using=using)
    counts = dict(zip((path for path, _ in walk(rule)), counted, strict=True))
    return RulePreview(
        companies=companies, matches=counts[()], sample=keys, counts=counts, joining=joining, leaving=leaving
    )


def _by_hand(segment_id: int | None, *, now: datetime, using: str) -> Mapping[str, Compiled]:
    """Who is in the segment now, and whom an admin put in or left out."""
    if segment_id is None:
        return {}
    in_force = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    chosen = Q(segment_id=segment_id) & in_force
    asked = {
        "stored": (SegmentMembership, Q(segment_id=segment_id)),
        "included": (MembershipChoice, chosen & Q(include=True)),
        "excluded": (MembershipChoice, chosen & Q(include=False)),
    }
    return {
        name: compile_condition(Q(HasRow(model, condition)), using=using) for name, (model, condition) in asked.items()
    }


def _counts(
    rule: Rule, leaves: Mapping[Condition, Compiled], by_hand: Mapping[str, Compiled], *, using: str
) -> Sequence[int]:
    """Companies, joining, leaving, and every node of the rule: one pass over the companies.

    Inside, each condition is answered by the row; outside, answers are put together and counted.
    """
    names = {leaf: f"c{at}" for at, leaf in enumerate(leaves)}
    columns = {**{names[leaf]: compiled for leaf, compiled in leaves.items()}, **by_hand}
    tables, params = from_companies(columns.values(), using=using)
    answers = ", ".join(f"{compiled.sql} AS {name}" for name, compiled in columns.items())
    nodes = [_over(node, names) for _, node in walk(rule)]
    member = f"(({nodes[0]} OR included) AND NOT excluded)" if by_hand else nodes[0]
    changes = [f"{member} AND NOT stored", f"stored AND NOT {member}"] if by_hand else [member, "1 = 0"]
    counted = ", ".join(f"count(*) FILTER (WHERE {test})" for test in [*changes, *nodes])
    params = [*(param for compiled in columns.values() for param in compiled.params), *params]
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {counted} FROM (SELECT {answers} {tables}) AS answered",  # noqa: S608 - no one's text
            params or None,
        )
        (found,) = cursor.fetchall()
    return list(found)


def _over(node: Node, names: Mapping[Condition, str]) -> str:
    """The node over the answers to its conditions."""
    match node:
        case All(nodes):
            return f"({' AND '.join(_over(inner, names) for inner in nodes)})"
        case Any_(nodes):
            return f"({' OR '.join(_over(inner, names) for inner in nodes)})"
        case Not(inner):
            return f"(NOT {_over(inner, names)})"
    return names[node]


def _sample(whole: Compiled, *, most: int, share: float, using: str) -> Sequence[str]:
    """The first companies, by key, of which the rule holds; `share` of all do."""
    if not most:
        return []
    if FIRST * share >= most:
        first = CustomerProfile.objects.using(using).order_by("pk").values_list("pk", flat=True)[:FIRST]
        found = _first(whole, most=most, among=list(first), using=using)
        if len(found) == most:
            return found
    return _first(whole, most=most, among=None, using=using)


def _first(whole: Compiled, *, most: int, among: Sequence[str] | None, using: str) -> Sequence[str]:
    tables, params = from_companies([whole], using=using, customer_keys=among)
    key = f"{PROFILES}.customer_key"
    test = "WHERE" if among is None else "AND"
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT {key} {tables} {test} {whole.sql} ORDER BY {key} LIMIT {int(most)}",
            [*params, *whole.params] or None,
        )
        return [found for (found,) in cursor.fetchall()]


def _make_room(*, using: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT set_config('work_mem', %s, true), set_config('jit', 'off', true)", [WORK_MEMORY])
