from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from segmentation.models import OutboxEntry
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_profile, make_run, make_segments

URL = "/admin/segmentation/"

pytestmark = pytest.mark.django_db


def test_overview_counts_members_and_who_waits(boss: Client) -> None:
    make_profile("acme")
    make_run()
    OutboxEntry.objects.create(customer_key="acme", marked_at=AT)

    page = boss.get(URL).content.decode()

    assert "<strong>1</strong> <span>Routine buyers</span>" in page
    assert "1 company with new orders is waiting its turn." in page
    assert "(Finished)" in page


def test_overview_is_for_who_may_see_companies(log_in: LogIn) -> None:
    assert "How your companies buy" not in log_in("view_run").get(URL).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_overview_costs_the_same_for_many_segments(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    make_segments(count)

    with django_assert_num_queries(6):
        boss.get(URL)
