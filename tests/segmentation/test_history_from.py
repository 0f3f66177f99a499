from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import now
from pytest_django import Settings

from segmentation.models import CustomerProfile
from segmentation.services.run_partial import run_partial
from tests.segmentation import toy_orders
from tests.segmentation.test_runs import everything_stored, run_everybody
from tests.segmentation.toy_orders import AS_OF, order

pytestmark = pytest.mark.django_db

FIRST_DAY = AS_OF - timedelta(days=30)


@pytest.fixture
def _old_and_young() -> None:
    """Two companies with one order on record, of which one was a customer long before."""
    for key, since in (("old", date(2001, 5, 1)), ("young", AS_OF)):
        order(key, AS_OF, "paper-a4")
        toy_orders.CUSTOMERS.append(key)
        toy_orders.SINCE[key] = since


def reasons() -> dict[str, tuple[str, bool]]:
    rows = CustomerProfile.objects.values_list("customer_key", "reason_code", "history_truncated")
    return {key: (code, truncated) for key, code, truncated in rows}


@pytest.mark.usefixtures("_old_and_young")
@pytest.mark.parametrize("first_day", [FIRST_DAY, FIRST_DAY.isoformat()])
def test_company_older_than_the_history_is_not_taken_for_a_new_one(settings: Settings, first_day: object) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"HISTORY_FROM": first_day}

    run_everybody()

    assert reasons() == {"old": ("history_elsewhere", True), "young": ("first_order", False)}


@pytest.mark.usefixtures("_old_and_young")
def test_without_a_first_day_nobody_asks_since_when() -> None:
    run_everybody()

    assert reasons() == {"old": ("first_order", False), "young": ("first_order", False)}


@pytest.mark.usefixtures("_old_and_young")
def test_directory_that_does_not_know_changes_nothing(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "HISTORY_FROM": FIRST_DAY,
        "CUSTOMER_DIRECTORY": "segmentation.directory.orders_only.OrdersOnlyDirectory",
    }

    run_everybody()

    assert reasons() == {"old": ("first_order", False), "young": ("first_order", False)}


@pytest.mark.usefixtures("_old_and_young")
def test_partial_run_sees_the_same_history_as_a_full_one(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"HISTORY_FROM": FIRST_DAY}
    run_everybody()
    full = everything_stored()
    CustomerProfile.objects.all().delete()

    for key in ("old", "young"):
        run_partial(customer_keys=[key], as_of=AS_OF, now=now())

    assert everything_stored()["CustomerProfile"] == full["CustomerProfile"]
