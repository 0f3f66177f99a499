from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from segmentation.services.set_buyclass_override import set_buyclass_override
from segmentation.services.set_feature_override import set_feature_override
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile

FEATURES = "/admin/segmentation/featureoverride/"
BUYCLASSES = "/admin/segmentation/buyclassoverride/"

pytestmark = pytest.mark.django_db


def fill(count: int) -> None:
    for n in range(count):
        make_profile(f"c{n}")
        set_feature_override(feature="toy_ideas", customer_key=f"c{n}", state="on", actor=None, reason="A trial")
        set_buyclass_override(customer_key=f"c{n}", buyclass="major", actor=None, reason="A tender")


@pytest.mark.parametrize(
    ("url", "right", "reason"),
    [(FEATURES, "view_featureoverride", "A trial"), (BUYCLASSES, "view_buyclassoverride", "A tender")],
)
def test_list_shows_company_and_reason(log_in: LogIn, url: str, right: str, reason: str) -> None:
    fill(1)

    page = log_in(right).get(url).content.decode()

    assert ("C0 Trading</a>" in page, reason in page) == (True, True)


@pytest.mark.parametrize("url", [FEATURES, BUYCLASSES])
def test_list_is_closed_without_the_view_right(log_in: LogIn, url: str) -> None:
    assert log_in("view_run").get(url).status_code == 403


@pytest.mark.parametrize("url", [FEATURES, BUYCLASSES])
@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_companies(
    boss: Client, count: int, url: str, django_assert_num_queries: Any
) -> None:
    fill(count)

    with django_assert_num_queries(7 if url == FEATURES else 6):
        boss.get(url)
