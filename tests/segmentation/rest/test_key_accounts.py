"""Key accounts and who might be one, for other systems to read."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from segmentation.models import AttributeBatch, OriginChoice
from segmentation.services.set_key_accounts import set_key_accounts
from segmentation.services.store_attributes import store_attributes
from segmentation.services.suggest_key_accounts import suggest_key_accounts
from tests.segmentation.admin.rows import AT, make_profile
from tests.segmentation.rest.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(_segments: None) -> None:
    """Five companies, one place looked at; c4 is a key account that would not be suggested."""
    values = {}
    for n in range(5):
        make_profile(f"c{n}", value_year=11_000, value_year_before=10_000)
        values[f"c{n}"] = {"margin_year": 500 - n}
    batch = AttributeBatch(origin=OriginChoice.IMPORTED, at=AT)
    store_attributes(pd.DataFrame.from_dict(values, orient="index"), batch=batch)
    suggest_key_accounts(now=timezone.now())
    set_key_accounts(["c4"], is_key=True, actor=None, now=AT)


def test_suggestions_come_with_their_reasons(caller: Caller, market: None) -> None:
    (row,) = caller.get("key-accounts/").json()["results"]

    assert row["stands"].replace("\xa0", " ") == "Margin DKK 500, place 1 of 5. 10 % more than the year before."
    del row["stands"]
    assert row == {
        "customer_key": "c0",
        "name": "c0",
        "is_key_account": False,
        "is_suggested": True,
        "account_manager": "",
        "margin": "500.00",
        "place": 1,
        "against": [],
        "said_at": None,
        "said_by": "",
        "aside_until": None,
    }


def test_key_account_says_what_speaks_against_it(caller: Caller, market: None) -> None:
    (row,) = caller.get("key-accounts/?group=against").json()["results"]

    assert (row["customer_key"], row["said_at"], row["said_by"], row["against"]) == (
        "c4",
        "2026-06-01T05:00:00+02:00",
        "Entered by hand",
        ["No longer among the first 1 by margin: place 5."],
    )


def test_group_that_is_none_is_refused(caller: Caller) -> None:
    assert caller.get("key-accounts/?group=rich").status_code == 400


def test_reading_takes_the_permission(caller_with: Callable[..., Caller]) -> None:
    assert caller_with("view_customerprofile").get("key-accounts/").status_code == 403


def test_page_costs_the_same_for_more_rows(
    caller: Caller, market: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    set_key_accounts(["c0", "c1", "c2", "c3"], is_key=True, actor=None, now=AT)

    with django_assert_num_queries(7):
        assert len(caller.get("key-accounts/?group=key").json()["results"]) == 5
