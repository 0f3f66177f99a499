"""The nightly suggestion writes what became of it, and holds nobody whose place is the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from pytest_django import DjangoAssertNumQueries

from segmentation.models import AttributeBatch, CompanyAttributes, OriginChoice
from segmentation.models.attribute_columns import column_of
from segmentation.services.store_attributes import store_attributes
from segmentation.services.suggest_key_accounts import suggest_key_accounts
from tests.segmentation.admin.rows import make_profiles

NIGHT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def state_margins(margins: dict[str, int | None]) -> None:
    frame = pd.DataFrame({"margin_year": pd.Series(margins, dtype="Int64")})
    batch = AttributeBatch(origin=OriginChoice.IMPORTED, at=NIGHT - timedelta(days=1))
    store_attributes(frame, batch=batch, clear_missing=True)


def suggestions() -> dict[str, tuple[float | None, bool | None]]:
    columns = [str(column_of(key)) for key in ("margin_rank", "key_account_suggested")]
    return {key: (place, is_it) for key, place, is_it in CompanyAttributes.objects.values_list("pk", *columns)}


def written_at(moment: datetime) -> set[str]:
    return set(CompanyAttributes.objects.filter(updated_at=moment).values_list("pk", flat=True))


@pytest.fixture
def market(db: None) -> None:
    make_profiles(["a", "b", "c", "d", "e"], value_year=11_000, value_year_before=10_000)
    state_margins({"a": 500, "b": 400, "c": 300, "d": 200, "e": 100})
    suggest_key_accounts(now=NIGHT)


def test_night_without_news_only_reads(market: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    before = suggestions()

    with django_assert_num_queries(3):
        assert suggest_key_accounts(now=NIGHT + timedelta(days=1)) == 1

    assert suggestions() == before


def test_only_those_whose_place_moved_are_written(market: None) -> None:
    state_margins({"a": 350})

    suggest_key_accounts(now=NIGHT + timedelta(days=1))

    assert written_at(NIGHT + timedelta(days=1)) == {"a", "b"}
    assert suggestions() == {"a": (2, False), "b": (1, True), "c": (3, False), "d": (4, False), "e": (5, False)}


def test_margin_that_is_not_known_any_more_takes_place_and_suggestion_along(market: None) -> None:
    state_margins({"a": None})

    suggest_key_accounts(now=NIGHT + timedelta(days=1))

    assert suggestions() == {"a": (None, None), "b": (1, True), "c": (2, False), "d": (3, False), "e": (4, False)}
