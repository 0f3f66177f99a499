"""Three ways out of PostgreSQL and the ORM give the very same lines, whatever is in the table."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from segmentation.contracts import CustomerRange
from segmentation.sources import SourceError, committed_orders
from segmentation.testing import sorted_lines
from tests.segmentation.sources.odd_lines import (
    BY_PRICE,
    BY_TOTAL,
    BY_UNITS,
    CHATHAM,
    COPENHAGEN,
    OddLine,
    add,
    odd_lines,
    source,
)

__all__ = ["odd_lines"]

# Only the plugin's own tables are emptied after each test, which is quicker than emptying a whole shop's.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, available_apps=["segmentation"])]

ROUTES = ("best", "adbc", "copy")


def assert_all_routes_agree(columns=BY_TOTAL, **options):
    expected = sorted_lines(source(columns, route="orm", **options).read())
    for route in ROUTES:
        assert_frame_equal(sorted_lines(source(columns, route=route, **options).read()), expected)
    keys = source(columns).customer_keys()
    assert_frame_equal(sorted_lines(source(columns, **options).read(keys)), expected)
    return expected


def set_raw(column: str, value: str, *, client: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE source_tests_oddline SET {column} = {value} WHERE client = %s", [client])  # noqa: S608


@pytest.mark.usefixtures("odd_lines")
@pytest.mark.parametrize("columns", [BY_TOTAL, BY_PRICE, BY_UNITS], ids=["total", "price", "units"])
def test_odd_texts_are_the_same_by_every_route(columns) -> None:
    for client in ("acme", " acme", 'a"c,m\ne', "Ænima\r\n", "\\.", "NULL", "", " ", "💡", "x" * 2000, "\\N", None):
        add(client=client)
    for item in (
        "",
        "  ",
        "straße",
        "İ",
        "postage",
        'in "',
        "a\tb",
        "\u00a0nbsp\u2003",
        "NA",
        "null",
        "ﬁ",
        "é",
        "e\u0301",
    ):
        add(item=item, kind=item)

    assert len(assert_all_routes_agree(columns)) == 19


@pytest.mark.usefixtures("odd_lines")
@pytest.mark.parametrize("zone", [COPENHAGEN, CHATHAM, ZoneInfo("UTC"), ZoneInfo("America/St_Johns")], ids=str)
def test_days_are_the_same_by_every_route(zone: ZoneInfo) -> None:
    for year in (1970, 1980, 1996, 2024, 2037, 2038, 2100, 2400, 9998):
        for month, day in ((1, 2), (3, 31), (4, 6), (7, 1), (10, 27), (12, 31)):
            for hour, minute in ((0, 0), (0, 59), (1, 0), (3, 29), (10, 14), (22, 0), (23, 0), (23, 59)):
                add(at=datetime(year, month, day, hour, minute, 59, 999_999, tzinfo=UTC))

    assert len(assert_all_routes_agree(zone=zone)) == 432


@pytest.mark.usefixtures("odd_lines")
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    lines=st.lists(
        st.fixed_dictionaries(
            {
                "grams": st.decimals(-3_000_000, 3_000_000, places=3),
                "total": st.decimals(-(10**11), 10**11, places=2),
                "exact": st.decimals(-1000, 1000, places=8),
                "pieces": st.floats(-3_000_000, 3_000_000),
                "off": st.floats(0, 1),
                "units": st.integers(-3_000_000, 3_000_000),
                "sent_back": st.none() | st.booleans(),
            }
        ),
        min_size=1,
        max_size=60,
    ),
    digits=st.sampled_from([0, 2, 3]),
)
def test_numbers_are_the_same_by_every_route(lines, digits: int) -> None:
    OddLine.objects.all().delete()
    OddLine.objects.bulk_create(OddLine(client="acme", **line) for line in lines)

    if digits < 3:
        assert_all_routes_agree(BY_TOTAL, minor_digits=digits)
    assert_all_routes_agree(BY_PRICE, minor_digits=digits)
    assert_all_routes_agree(BY_UNITS, minor_digits=digits)


@pytest.mark.usefixtures("odd_lines")
@pytest.mark.parametrize("exact", ["0.125", "0.375", "1.005", "2.675", "0.005", "-0.005", "1234567.89500000"])
def test_halves_of_the_smallest_coin_are_rounded_alike(exact: str) -> None:
    add(exact=exact, units=1 if float(exact) > 0 else -1)

    assert len(assert_all_routes_agree(BY_UNITS)) <= 1


BAD = [
    ("at", "'1969-12-31 12:00+00'", "column “ordered_at”, order B1, customer bad: found “1969-12-31", "after 1970"),
    ("at", "'infinity'", "column “ordered_at”, order B1, customer bad: found “infinity”.", "a date such as"),
    ("at", "'-infinity'", "column “ordered_at”, order B1, customer bad: found “-infinity”.", "a date such as"),
    ("at", "'0044-03-15 BC'", "column “ordered_at”, order B1, customer bad: found “0044-03-15", "a date such as"),
    ("grams", "NULL", "column “quantity”, order B1, customer bad: found nothing.", "a number such as"),
    ("grams", "'NaN'", "column “quantity”, order B1, customer bad: found “NaN”.", "a number such as"),
    ("grams", "3000001", "column “quantity”, order B1, customer bad: the number is far too large.", "an amount of"),
    ("total", "'NaN'", "column “line_total”, order B1, customer bad: found “NaN”.", "a number such as"),
    ("total", "999999999999", "column “line_total”, order B1, customer bad: the number is far too large.", "an amount"),
]


@pytest.mark.usefixtures("odd_lines")
@pytest.mark.parametrize(("column", "value", "message", "expected"), BAD)
@pytest.mark.parametrize("route", ROUTES)
def test_value_that_does_not_fit_is_refused_by_column_order_and_customer(
    route, column, value, message, expected
) -> None:
    add()
    add(client="bad")
    set_raw(column, value, client="bad")

    with pytest.raises(SourceError) as refused:
        source(route=route).read()

    assert (refused.value.customers, refused.value.message.startswith(message)) == (("bad",), True)
    assert expected in refused.value.message
    without = source(route=route).read_range(CustomerRange(), without=refused.value.customers)
    assert without["customer_key"].tolist() == ["acme"]


@pytest.mark.usefixtures("odd_lines")
@pytest.mark.parametrize("column", ["pieces", "off"])
@pytest.mark.parametrize("value", ["'NaN'", "'Infinity'", "'-Infinity'", "1e300"])
def test_floating_point_that_is_no_amount_is_refused(column: str, value: str) -> None:
    add(client="bad")
    set_raw(column, value, client="bad")

    with pytest.raises(SourceError) as refused:
        source(BY_PRICE).read()

    assert refused.value.customers == ("bad",)


@pytest.mark.usefixtures("odd_lines")
def test_amount_next_to_nothing_is_read_by_every_route() -> None:
    add(pieces=-5e-324)
    add(pieces=2)

    assert len(assert_all_routes_agree(BY_PRICE)) == 1


@pytest.mark.usefixtures("odd_lines")
def test_query_that_the_database_refuses_is_told_in_words() -> None:
    add()
    wrong = {**BY_TOTAL, "quantity": RawSQL("grams / (grams - 1)", [], output_field=models.FloatField())}

    for route in ("adbc", "copy"):
        with pytest.raises(SourceError, match=r"^The database could not give out the order lines: .*division by zero"):
            source(wrong, route=route).read()


@pytest.mark.usefixtures("odd_lines")
def test_every_customer_with_a_bad_value_is_named_at_once() -> None:
    for client in ("a", "b", "c", "d"):
        add(client=client)
    set_raw("grams", "'NaN'", client="b")
    set_raw("at", "'infinity'", client="d")

    with pytest.raises(SourceError) as refused:
        source().read()

    assert sorted(refused.value.customers) == ["b", "d"]


@pytest.mark.usefixtures("odd_lines")
def test_orders_of_an_open_transaction_are_read() -> None:
    with transaction.atomic():
        add(client="written just now")

        assert source().read()["customer_key"].tolist() == ["written just now"]


@pytest.mark.usefixtures("odd_lines")
def test_promise_does_not_reach_into_a_transaction_that_was_open_before() -> None:
    with transaction.atomic():
        add(client="written just now")
        with committed_orders():
            assert source().read()["customer_key"].tolist() == ["written just now"]


@pytest.mark.usefixtures("odd_lines")
def test_settings_for_reading_do_not_stay() -> None:
    add()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = on; SET LOCAL jit = on")
        source(route="copy").read()
        cursor.execute("SELECT current_setting('enable_nestloop'), current_setting('jit')")

        assert cursor.fetchone() == ("on", "on")


@pytest.mark.usefixtures("odd_lines")
def test_range_goes_by_code_points() -> None:
    for client in ("A", "Z", "a", "é", "z", "💡", "\uffff"):
        add(client=client)

    assert [
        sorted(source(route=route).read_range(CustomerRange("Z", "\uffff"))["customer_key"])
        for route in (*ROUTES, "orm")
    ] == [["Z", "a", "z", "é"]] * 4
