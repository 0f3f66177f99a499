from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from shop.pricing.money import format_money
from shop.pricing.totals import Totals, order_totals


@pytest.mark.parametrize(
    ("net", "totals"),
    [
        ("0.00", ("0.00", "0.00", "0.00", "0.00")),
        ("100.00", ("100.00", "59.00", "39.75", "198.75")),
        ("999.99", ("999.99", "59.00", "264.75", "1323.74")),
        ("1000.00", ("1000.00", "0.00", "250.00", "1250.00")),
        ("0.02", ("0.02", "59.00", "14.76", "73.78")),
    ],
)
def test_totals_add_freight_below_the_limit_and_vat_on_both(net, totals):
    assert order_totals(Decimal(net)) == Totals(*map(Decimal, totals))


@given(net=st.decimals(min_value=0, max_value=10_000_000, places=2))
def test_totals_always_add_up(net):
    totals = order_totals(net)

    assert totals.total == totals.net + totals.freight + totals.vat


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "1.234,50 kr."),
        ("en", "DKK 1,234.50"),
        ("zh-hant", "DKK 1,234.50"),
        ("xx", "DKK 1,234.50"),
        ("", "DKK 1,234.50"),
    ],
)
def test_money_is_written_for_the_reader(language, text):
    assert format_money(Decimal("1234.50"), language).replace("\N{NO-BREAK SPACE}", " ") == text


def test_the_money_filter_follows_the_language_of_the_page():
    page = Template("{% load money %}{{ amount|money }}")

    with translation.override("da"):
        shown = page.render(Context({"amount": Decimal("9.9")}))

    assert shown == "9,90\N{NO-BREAK SPACE}kr."


def test_the_money_filter_shows_nothing_for_no_amount():
    assert Template("{% load money %}{{ amount|money }}").render(Context({"amount": None})) == ""
