from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from segmentation.analysis.order_chance import chance_of_order
from segmentation.models import CustomerProfile
from segmentation.public import Trend, profile_of, profiles_of
from segmentation.services.run_partial import run_partial
from segmentation.services.set_buyclass_override import set_buyclass_override
from tests.segmentation.toy_orders import AS_OF, order_routinely

WEB_PROCESS = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django; django.setup()
import segmentation.public, segmentation.middleware, segmentation.decorators, segmentation.selectors.company_page
import segmentation.rest.urls, segmentation.rest.tasks, segmentation.rest.receivers
print([name for name in ("numpy", "pandas", "pyarrow", "scipy") if name in sys.modules])
"""


@pytest.mark.django_db
def test_profile_tells_rhythm_and_value_of_the_day_it_is_asked_for() -> None:
    order_routinely("acme")
    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())
    last = localdate() - timedelta(days=10)
    CustomerProfile.objects.update(
        first_order=last - timedelta(days=154), last_order=last, value_year=250_00, value_year_before=100_00
    )

    profile = profile_of("acme")

    assert profile is not None
    assert profile.rhythm is not None
    assert profile.value is not None
    assert profile.rhythm.order_chance == round(chance_of_order(gaps=11, span_days=154, silent_days=10), 4)
    assert (profile.rhythm.regularity, profile.rhythm.activity) == ("regular", profile.computed.activity)
    assert (profile.value.last_year, profile.value.year_before) == (Decimal("250.00"), Decimal("100.00"))
    assert (profile.value.trend, profile.value.change) == (Trend.MORE, Decimal("1.5"))


@pytest.mark.django_db
def test_profile_that_only_an_admin_has_seen_tells_neither() -> None:
    set_buyclass_override(customer_key="acme", buyclass="major", actor=None)

    profile = profile_of("acme")

    assert profile is not None
    assert (profile.rhythm, profile.value) == (None, None)


@pytest.mark.django_db
def test_rhythm_and_value_take_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    order_routinely("acme")
    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    with django_assert_num_queries(3):
        assert [each.value.trend for each in profiles_of(["acme"]).values() if each.value] != []


def test_web_processes_load_no_science() -> None:
    ran = subprocess.run([sys.executable, "-c", WEB_PROCESS], capture_output=True, text=True, check=False)

    assert ran.stdout == "[]\n", ran.stderr
