from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from django.core.management import call_command

from segmentation.dimension import Origin
from segmentation.models import AttributeBatch, CompanyBenefits, CustomerProfile, OriginChoice
from segmentation.selectors.attributes import attributes_of
from segmentation.services.match_benefit_segments import match_benefit_segments
from segmentation.services.store_attributes import store_attributes
from segmentation.services.suggest_key_accounts import suggest_key_accounts
from tests.segmentation import toy_orders

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


def state(**values):
    batch = AttributeBatch(origin=OriginChoice.IMPORTED, at=NOW)
    store_attributes(pd.DataFrame.from_dict(values, orient="index"), batch=batch)


def facts(key, *wanted):
    known = {value.dimension.key: value for value in attributes_of(key)}
    return {name: (known[name].value, known[name].origin) for name in wanted if name in known}


def test_the_benefit_segment_is_stored_with_what_told_it_and_goes_when_nothing_tells_it_any_more():
    call_command("load_benefits", "--example", verbosity=0)
    CompanyBenefits.objects.create(customer_key="K1", weights={"trade_in": 9, "selling_price": 10, "finance": 7})
    state(K2={"industry_nace": "08.12"})

    assert match_benefit_segments(now=NOW) == 2
    assert facts("K2", "benefit_segment", "benefit_segment_from") == {
        "benefit_segment": ("aggregate_producers", Origin.DERIVED),
        "benefit_segment_from": ("industry", Origin.DERIVED),
    }
    state(K2={"industry_nace": "62"})

    assert match_benefit_segments(now=NOW + timedelta(days=1)) == 1
    assert facts("K2", "benefit_segment", "benefit_segment_from") == {}
    assert facts("K1", "benefit_segment_from") == {"benefit_segment_from": ("survey", Origin.DERIVED)}


def test_the_companies_with_the_largest_margin_are_suggested_if_they_grow():
    toy_orders.CUSTOMERS.extend(["ada", "bob", "cy"])
    call_command("classify_customers", verbosity=0)
    CustomerProfile.objects.filter(pk="ada").update(value_year=10, value_year_before=9)
    CustomerProfile.objects.filter(pk="bob").update(value_year=8, value_year_before=9)
    state(ada={"margin_year": 90}, bob={"margin_year": 20}, cy={"founded": 1990})

    assert suggest_key_accounts(now=NOW) == 1
    assert [facts(key, "key_account_suggested") for key in ("ada", "bob", "cy")] == [
        {"key_account_suggested": (True, Origin.DERIVED)},
        {"key_account_suggested": (False, Origin.DERIVED)},
        {},
    ]


def test_nothing_is_suggested_where_no_margin_is_known():
    state(K1={"founded": 1990})

    assert suggest_key_accounts(now=NOW) == 0
    assert facts("K1", "key_account_suggested") == {}
