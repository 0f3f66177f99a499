"""What the company page says of the past and of what is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import Settings

from segmentation.models import ShareHistory
from segmentation.order_facts import OrderFact
from segmentation.services.set_feature_override import set_feature_override
from tests.segmentation.admin.directory import QueryingDirectory
from tests.segmentation.admin.rows import make_change, make_profile

URL = "/admin/segmentation/customerprofile/acme/change/"

pytestmark = pytest.mark.django_db


class OrdersDirectory(QueryingDirectory):
    """A directory that tells of two orders as well."""

    def recent_orders(self, customer_key: str, *, limit: int) -> Sequence[OrderFact]:
        days = [date(2026, 6, 2), date(2026, 5, 20)]
        return [OrderFact(day=day, number=f"N{day.day}", value=Decimal(120), url="/orders/") for day in days][:limit]


def keep_shares(*days: date) -> None:
    for day in days:
        ShareHistory.objects.create(
            customer_key="acme", as_of=day, share_routine=0.333, share_major=0.333, share_new=0.334
        )


def test_shares_are_drawn_over_time_with_a_table_behind(boss: Client) -> None:
    make_profile("acme")
    keep_shares(date(2026, 4, 30), date(2026, 5, 31))

    response = boss.get(URL)

    chart = response.context["shares_chart"]
    assert [cells for _day, cells in chart.rows] == [["33\u00a0%", "33\u00a0%", "34\u00a0%"]] * 2
    assert 'id="bc-chart-shares"' in response.content.decode()


def test_nothing_is_drawn_of_a_single_day(boss: Client) -> None:
    make_profile("acme")
    keep_shares(date(2026, 4, 30))

    assert boss.get(URL).context["shares_chart"] is None


def test_timeline_holds_orders_moves_segments_and_what_was_done_by_hand_the_last_first(
    boss: Client, settings: Settings
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "tests.segmentation.admin.test_company_history.OrdersDirectory"
    }
    make_profile("acme")
    make_change("acme")
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=None, reason="A trial")

    response = boss.get(URL)

    events = response.context["page"].timeline
    kinds = [
        "audit" if event.audit else "order" if event.order else "change" if event.change else "joined"
        for event in events
    ]
    assert kinds == ["audit", "order", "change", "joined", "order"]
    assert '<a class="bc-link" href="/orders/">N2</a>' in response.content.decode()


def test_page_says_where_single_orders_are_not_known(boss: Client) -> None:
    make_profile("acme")

    assert "Single orders are not known here." in boss.get(URL).content.decode()


def test_values_stand_with_their_source_and_what_is_unknown_is_folded(boss: Client) -> None:
    make_profile("acme")

    families = {one.name: (one.known, one.unknown) for one in boss.get(URL).context["families"]}

    known, _unknown = families["Buying behaviour"]
    assert "buyclass" in {value.dimension.key for value in known}
    assert {value.origin for value in known} == {"orders"}
    _known, unknown = families["The company"]
    assert "headcount" in {value.dimension.key for value in unknown}
