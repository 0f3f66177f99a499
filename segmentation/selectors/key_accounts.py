"""Who is a key account, who might be one, who was put aside; by margin and growth, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    Field,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from segmentation import host
from segmentation.models import AttributeBatch, CompanyAttributes, CustomerProfile, KeyAccountDismissal
from segmentation.models.attribute_columns import column_of
from segmentation.models.key_account_facts import Group, KeyAccountCounts, KeyAccountRow
from segmentation.models.profile_facts import is_two_years_on_record, value_of
from segmentation.selectors.customer_labels import find_customers, label_customers

A_PAGE = 50
FOUND = 500
MOST_MANAGERS = 200
AT_ONCE = 1_000

Companies = QuerySet[Any, Any]


class Order(StrEnum):
    """By what; a minus before it turns it round. Who has no such number comes last either way."""

    MARGIN = "margin"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to see."""

    group: Group = Group.KEY
    order: str = f"-{Order.MARGIN}"
    search: str = ""
    manager: str | None = None
    """Of whom; empty for companies without one, None for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAccountPage:
    counts: KeyAccountCounts
    companies: int
    """How many there are in all."""
    page: Page[CompanyAttributes]
    rows: Sequence[KeyAccountRow]
    managers: Sequence[str]
    """Of those of the group."""
    cut: bool
    """Whether more companies match the search than were looked at."""


def count_key_accounts(*, today: date) -> KeyAccountCounts:
    """How many there are of each group: one look at everybody."""
    return _summed([_companies().aggregate(**_counted(today=today))])


def known_places() -> int:
    """How many companies have a place by their margin."""
    column = column_of("margin_rank")
    return CompanyAttributes.objects.filter(**{f"{column}__isnull": False}).count() if column else 0


def read_key_accounts(wish: Wish, *, page: str, today: date) -> KeyAccountPage:
    """A page of those that are wished for."""
    keys = find_customers(wish.search, limit=FOUND) if wish.search else []
    found = _narrowed(companies_of(wish.group, today=today), wish, keys, today=today)
    of_manager = _counted_by_manager(wish.group, today=today)
    pages = Paginator(found, A_PAGE)
    if not wish.search:
        narrowed = of_manager if wish.manager is None else {wish.manager: of_manager.get(wish.manager or None, {})}
        pages.count = sum(counts.get(wish.group.value, 0) for counts in narrowed.values())
    shown = pages.get_page(page)
    return KeyAccountPage(
        counts=_summed(of_manager.values()),
        companies=CustomerProfile.objects.count(),
        page=shown,
        rows=key_account_rows(list(shown.object_list), today=today),
        managers=sorted((name for name in of_manager if name), key=str.casefold)[:MOST_MANAGERS],
        cut=len(keys) == FOUND,
    )


def companies_of(group: Group, *, today: date) -> Companies:
    """The companies of a group, with what `key_account_rows` goes by."""
    return _companies().filter(_of_group(group, today=today))


def every_key_account(wish: Wish, *, today: date) -> Iterator[KeyAccountRow]:
    """All those that are wished for, in the order of their numbers; a thousand are held at a time."""
    keys = find_customers(wish.search, limit=FOUND) if wish.search else []
    found, after = _narrowed(companies_of(wish.group, today=today), wish, keys, today=today).order_by("pk"), ""
    while part := list(found.filter(pk__gt=after)[:AT_ONCE]):
        after = part[-1].pk
        yield from key_account_rows(part, today=today)


def key_account_rows(companies: Sequence[Any], *, today: date) -> Sequence[KeyAccountRow]:
    """What is known of each of these, in four queries and a look-up of names."""
    keys, column = [one.pk for one in companies], column_of("key_account")
    labels = label_customers(keys)
    profiles = CustomerProfile.objects.in_bulk(keys)
    batch_of = {one.pk: one.origins.get(column) for one in companies}
    batches = AttributeBatch.objects.select_related("actor").in_bulk({pk for pk in batch_of.values() if pk})
    dismissals = KeyAccountDismissal.objects.filter(until__gte=today).select_related("author").in_bulk(keys)
    return [
        KeyAccountRow(
            label=labels[one.pk],
            is_key=bool(one.is_key),
            is_suggested=one.is_suggested,
            manager=one.manager or "",
            margin=None if one.margin is None else host.amount_of(one.margin),
            place=None if one.place is None else int(one.place),
            # Nothing was bought, as far as is known, by who was not there yet at the last run.
            bought=value_of(profiles.get(one.pk) or CustomerProfile(), today=today),
            stated=batches.get(batch_of[one.pk]),
            dismissal=dismissals.get(one.pk),
        )
        for one in companies
    ]


def _companies() -> Companies:
    """Everybody of whom something is known, read without the profiles, which are as large again."""
    return CompanyAttributes.objects.only("origins").annotate(
        is_key=_stored("key_account", BooleanField()),
        is_suggested=_stored("key_account_suggested", BooleanField()),
        manager=_stored("account_manager", CharField()),
        margin=_stored("margin_year", BigIntegerField()),
        place=_stored("margin_rank", FloatField()),
    )


def _counted(*, today: date) -> Mapping[str, Count]:
    """What is counted of everybody, or of some."""
    groups = {group.value: Count("pk", filter=_of_group(group, today=today)) for group in Group}
    return {"margins": Count("margin"), "places": Count("place"), **groups}


def _counted_by_manager(group: Group, *, today: date) -> Mapping[str | None, Mapping[str, int]]:
    """What is counted, by the account managers of a group; None for who has no manager or is not of the group.

    So one look at everybody says how many there are, whose they are, and how many pages that makes.
    """
    manager = Case(When(_of_group(group, today=today), then=F("manager")), output_field=CharField())
    return {row["of"]: row for row in _companies().values(of=manager).annotate(**_counted(today=today))}


def _summed(parts: Iterable[Mapping[str, int]]) -> KeyAccountCounts:
    sums: Counter[str] = Counter()
    for part in parts:
        sums.update({name: count for name, count in part.items() if name != "of"})
    return KeyAccountCounts(
        margins=sums["margins"], places=sums["places"], of_group={group: sums[group.value] for group in Group}
    )


def _growth(*, today: date) -> Subquery:
    """Against the year before, 0.25 for a quarter more; null where that year is no measure."""
    bought_before = Q(value_year_before__gt=0)
    if not is_two_years_on_record(today=today):
        bought_before &= Q(history_truncated=False)
    change = (F("value_year") - F("value_year_before")) * Value(1.0) / F("value_year_before")
    growth = Case(When(bought_before, then=change), output_field=FloatField())
    return Subquery(CustomerProfile.objects.filter(pk=OuterRef("pk")).values(growth=growth))


def _stored(dimension: str, kind: Field[Any, Any]) -> Any:
    """What is kept of a dimension, nothing while nobody's value is known."""
    column = column_of(dimension)
    return F(column) if column else Value(None, output_field=kind)


def _of_group(group: Group, *, today: date) -> Q:
    not_key = Q(is_key=False) | Q(is_key__isnull=True)
    match group:
        case Group.KEY:
            return Q(is_key=True)
        case Group.SUGGESTED:
            return Q(is_suggested=True) & not_key
        case Group.AGAINST:
            return Q(is_key=True, is_suggested=False)
        case Group.ASIDE:
            return Q(pk__in=KeyAccountDismissal.objects.filter(until__gte=today).values("pk")) & not_key


def _narrowed(found: Companies, wish: Wish, keys: Sequence[str], *, today: date) -> Companies:
    if wish.search:
        found = found.filter(pk__in={*keys, wish.search})
    if wish.manager is not None:
        found = found.filter(manager=wish.manager) if wish.manager else found.filter(manager__isnull=True)
    if wish.order.removeprefix("-") == Order.GROWTH:
        found = found.alias(growth=_growth(today=today))
    by = F(wish.order.removeprefix("-"))
    first = by.desc(nulls_last=True) if wish.order.startswith("-") else by.asc(nulls_last=True)
    return found.order_by(first, "pk")
