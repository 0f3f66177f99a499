"""Who is a key account, who might be one, who was put aside; by margin and growth, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    Q,
    QuerySet,
    Value,
    When,
)

from segmentation import host
from segmentation.models import AttributeBatch, CustomerProfile, KeyAccount, KeyAccountDismissal
from segmentation.models.attribute_columns import column_of, column_path
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
    page: Page[KeyAccount]
    rows: Sequence[KeyAccountRow]
    managers: Sequence[str]
    """Of those of the group."""
    cut: bool
    """Whether more companies match the search than were looked at."""


def count_key_accounts(*, today: date) -> KeyAccountCounts:
    """How many there are of each group: one look at everybody."""
    counts = _companies(today=today).aggregate(
        companies=Count("pk"),
        margins=Count("margin"),
        places=Count("place"),
        **{group.value: Count("pk", filter=_of_group(group, today=today)) for group in Group},
    )
    return KeyAccountCounts(
        companies=counts["companies"],
        margins=counts["margins"],
        places=counts["places"],
        of_group={group: counts[group.value] for group in Group},
    )


def known_places() -> int:
    """How many companies have a place by their margin."""
    path = column_path("margin_rank")
    return CustomerProfile.objects.filter(**{f"{path}__isnull": False}).count() if path else 0


def read_key_accounts(wish: Wish, *, page: str, today: date) -> KeyAccountPage:
    """A page of those that are wished for."""
    group = companies_of(wish.group, today=today)
    keys = find_customers(wish.search, limit=FOUND) if wish.search else []
    shown = Paginator(_narrowed(group, wish, keys), A_PAGE).get_page(page)
    managers = group.exclude(manager__isnull=True).order_by("manager").values_list("manager", flat=True).distinct()
    return KeyAccountPage(
        counts=count_key_accounts(today=today),
        page=shown,
        rows=key_account_rows(list(shown.object_list), today=today),
        managers=list(managers[:MOST_MANAGERS]),
        cut=len(keys) == FOUND,
    )


def companies_of(group: Group, *, today: date) -> Companies:
    """The companies of a group, with what `key_account_rows` goes by."""
    return _companies(today=today).filter(_of_group(group, today=today))


def every_key_account(wish: Wish, *, today: date) -> Iterator[KeyAccountRow]:
    """All those that are wished for, in the order of their numbers; a thousand are held at a time."""
    keys = find_customers(wish.search, limit=FOUND) if wish.search else []
    found, after = _narrowed(companies_of(wish.group, today=today), wish, keys).order_by("pk"), ""
    while part := list(found.filter(pk__gt=after)[:AT_ONCE]):
        after = part[-1].pk
        yield from key_account_rows(part, today=today)


def key_account_rows(companies: Sequence[Any], *, today: date) -> Sequence[KeyAccountRow]:
    """What is known of each of these, in three queries and a look-up of names."""
    keys, column = [one.pk for one in companies], column_of("key_account")
    labels = label_customers(keys)
    batch_of = {one.pk: (one.origins or {}).get(column) for one in companies}
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
            bought=value_of(one, today=today),
            stated=batches.get(batch_of[one.pk]),
            dismissal=dismissals.get(one.pk),
        )
        for one in companies
    ]


def _companies(*, today: date) -> Companies:
    bought_before = Q(value_year_before__gt=0)
    if not is_two_years_on_record(today=today):
        bought_before &= Q(history_truncated=False)
    change = (F("value_year") - F("value_year_before")) * Value(1.0) / F("value_year_before")
    return KeyAccount.objects.annotate(
        is_key=_stored("key_account", BooleanField()),
        is_suggested=_stored("key_account_suggested", BooleanField()),
        manager=_stored("account_manager", CharField()),
        margin=_stored("margin_year", BigIntegerField()),
        place=_stored("margin_rank", FloatField()),
        growth=Case(When(bought_before, then=change), output_field=FloatField()),
        origins=F("attributes__origins"),
    )


def _stored(dimension: str, kind: Field[Any, Any]) -> Any:
    """What is kept of a dimension, nothing while nobody's value is known."""
    path = column_path(dimension)
    return F(path) if path else Value(None, output_field=kind)


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


def _narrowed(found: Companies, wish: Wish, keys: Sequence[str]) -> Companies:
    if wish.search:
        found = found.filter(pk__in={*keys, wish.search})
    if wish.manager is not None:
        found = found.filter(manager=wish.manager) if wish.manager else found.filter(manager__isnull=True)
    by = F(wish.order.removeprefix("-"))
    first = by.desc(nulls_last=True) if wish.order.startswith("-") else by.asc(nulls_last=True)
    return found.order_by(first, "pk")
