from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from segmentation.contracts import OrderSource
from segmentation.sources import FileLimits, FrameSource, SourceError, open_source
from tests.segmentation.sources.contract import OrderSourceContract

HEADER = "order_id,customer_id,ordered_at,sku,category,quantity,unit_price\n"
ROWS = (
    "1001,acme,2024-01-31 23:30:00,ab-1,paper,2,10.50\n"
    "1001,acme,2024-01-31 23:30:00,cd-2,pens,1.5,3\n"
    "1002,bolt,2024-02-01,AB-1,,3,10.50\n"
    "1003,crown,2024-02-03T08:00:00,ab-1,paper,-1,10.50\n"
)


def write_csv(folder: Path, text: str, *, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(SourceError) as caught:
        open_source(path, **options)
    return str(caught.value)


class TestCsvSource(OrderSourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> OrderSource:
        return open_source(write_csv(tmp_path, HEADER + ROWS))


class TestParquetSource(OrderSourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> OrderSource:
        return open_source(write_parquet(tmp_path))


class TestFrameSource(OrderSourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> OrderSource:
        return FrameSource(open_source(write_csv(tmp_path, HEADER + ROWS)).read())


class TestCombinedSource(OrderSourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> OrderSource:
        more = HEADER + "7,acme,2024-05-01,zz,paper,1,1\n8,zinc,2024-05-01,zz,paper,1,1\n"
        return open_source(write_csv(tmp_path, HEADER + ROWS)) + open_source(write_csv(tmp_path, more, name="more.csv"))


def write_parquet(folder: Path) -> Path:
    frame = pd.read_csv(write_csv(folder, HEADER + ROWS), keep_default_na=True)
    frame["ordered_at"] = pd.to_datetime(frame["ordered_at"], format="ISO8601")
    path = folder / "orders.parquet"
    frame.to_parquet(path)
    return path


def test_csv_lines_become_canonical_lines(tmp_path: Path) -> None:
    frame = open_source(write_csv(tmp_path, HEADER + ROWS)).read()

    assert frame.to_dict("split")["data"] == [
        ["acme", 19753, "AB-1", "paper", 2000, 2100],
        ["acme", 19753, "CD-2", "pens", 1500, 450],
        ["bolt", 19754, "AB-1", "", 3000, 3150],
        ["crown", 19756, "AB-1", "paper", -1000, -1050],
    ]


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    parquet = open_source(write_parquet(tmp_path)).read()

    assert_frame_equal(parquet, open_source(write_csv(tmp_path, HEADER + ROWS)).read())


def test_parquet_customer_numbers_stay_whole_beside_unknown_customers(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    frame = pd.DataFrame(
        {
            "customer_id": pd.array([13085, None], dtype="Int64"),
            "order_id": [1, 2],
            "ordered_at": pd.to_datetime(["2024-01-01", "2024-01-01"]),
            "sku": ["a", "b"],
            "quantity": [1, 1],
            "unit_price": [1.0, 1.0],
        }
    )
    frame.to_parquet(path)

    source = open_source(path)

    assert (source.customer_keys(), source.dropped) == (["13085"], {"no_customer": 1})


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_may_be_separated_otherwise(tmp_path: Path, separator: str) -> None:
    path = write_csv(tmp_path, (HEADER + ROWS).replace(",", separator))

    assert open_source(path).customer_keys() == ["acme", "bolt", "crown"]


def test_csv_with_byte_order_mark_and_quotations_is_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "\ufeff" + HEADER + '1,"acme, Inc.",2024-01-01,a,"two\nlines",1,1\n')

    assert open_source(path).read()[["customer_key", "category"]].to_dict("split")["data"] == [
        ["acme, Inc.", "two\nlines"]
    ]


def test_columns_may_be_named_otherwise(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "bon,who,when,what,n,each\n1,acme,2024-01-01,a,1,2\n")

    source = open_source(path, columns="order=bon,customer=who,ordered_at=when,sku=what,quantity=n,unit_price=each")

    assert source.read()["value"].tolist() == [200]


def test_missing_column_is_refused_with_the_names_that_would_do(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "order_id,ordered_at,sku,quantity\n1,2024-01-01,a,1\n")

    assert refusal(path) == (
        "No column was found for: customer, unit_price. The columns are: order_id, ordered_at, sku, quantity. "
        "Expected: a column such as customer_id / customer / customer_key, or one named by customer=...."
    )


def test_chosen_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(write_csv(tmp_path, HEADER + ROWS), columns="order=bill") == (
        "column “bill”: There is no such column to take order from. Expected: one of "
        "order_id, customer_id, ordered_at, sku, category, quantity, unit_price."
    )


def test_column_choice_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    assert refusal(write_csv(tmp_path, HEADER + ROWS), columns="colour=red").startswith(
        "“colour=red” does not say which column to use. Expected: pairs such as order=invoice,customer=client"
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "1,acme,31/01/2024,a,x,1,1",
            (
                "column “ordered_at”, row 2 (line 3 of the file): found “31/01/2024”. "
                "Expected: a date such as 2011-05-31 or 2011-05-31 14:30."
            ),
        ),
        (
            "1,acme,2024-02-30,a,x,1,1",
            (
                "column “ordered_at”, row 2 (line 3 of the file): found “2024-02-30”. "
                "Expected: a date such as 2011-05-31 or 2011-05-31 14:30."
            ),
        ),
        (
            "1,acme,1969-12-31,a,x,1,1",
            "column “ordered_at”, row 2 (line 3 of the file): found “1969-12-31”. Expected: a date after 1970.",
        ),
        (
            "1,acme,2024-01-01,a,x,many,1",
            "column “quantity”, row 2 (line 3 of the file): found “many”. Expected: a number such as 12 or 12.50.",
        ),
        (
            "1,acme,2024-01-01,a,x,,1",
            "column “quantity”, row 2 (line 3 of the file): found nothing. Expected: a number such as 12 or 12.50.",
        ),
        (
            '1,acme,2024-01-01,a,x,1,"1,50"',
            "column “unit_price”, row 2 (line 3 of the file): found “1,50”. Expected: a number such as 12 or 12.50.",
        ),
        (
            "1,acme,2024-01-01,a,x,inf,1",
            "column “quantity”, row 2 (line 3 of the file): found “inf”. Expected: a number such as 12 or 12.50.",
        ),
        (
            "1,acme,2024-01-01,a,x,9999999,1",
            (
                "column “quantity”, row 2 (line 3 of the file): the number is far too large. "
                "Expected: an amount of a single order line."
            ),
        ),
        (
            "1,acme,2024-01-01,a,x,1",
            "line 3 of the file: The line cannot be split into columns. Expected: as many values as there are columns.",
        ),
    ],
)
def test_value_that_does_not_fit_is_refused_by_column_and_row(tmp_path: Path, row: str, message: str) -> None:
    good = "1,acme,2024-01-01,a,x,1,1\n"

    assert refusal(write_csv(tmp_path, HEADER + good + row + "\n")) == message


def test_mixed_currencies_are_refused(tmp_path: Path) -> None:
    text = "order_id,customer_id,ordered_at,sku,quantity,unit_price,currency\n"
    text += "1,acme,2024-01-01,a,1,1,EUR\n2,bolt,2024-01-01,a,1,1,dkk\n"

    assert refusal(write_csv(tmp_path, text)) == (
        "column “currency”, row 2 (line 3 of the file): the currency is DKK, but the lines before are in EUR. "
        "Expected: one currency throughout; if the amounts are converted already, say so with --columns currency=."
    )


def test_currency_is_not_heeded_when_told_so(tmp_path: Path) -> None:
    text = "order_id,customer_id,ordered_at,sku,quantity,unit_price,currency\n"
    text += "1,acme,2024-01-01,a,1,1,EUR\n2,bolt,2024-01-01,a,1,1,DKK\n"

    assert open_source(write_csv(tmp_path, text), columns="currency=").customer_keys() == ["acme", "bolt"]


def test_quotation_that_never_ends_is_refused(tmp_path: Path) -> None:
    text = HEADER + '1,acme,2024-01-01,a,"x,1,1\n' + ROWS

    assert refusal(write_csv(tmp_path, text)) == (
        "line 2 of the file: A quotation mark is opened and never closed. Expected: marks in pairs."
    )


def test_inch_marks_are_no_quotation(tmp_path: Path) -> None:
    path = write_csv(tmp_path, HEADER + '1,acme,2024-01-01,pipe 6",x,1,1\n' + ROWS)

    assert open_source(path).read()["sku"].iloc[0] == 'PIPE 6"'


def test_column_named_twice_is_refused(tmp_path: Path) -> None:
    text = "sku," + HEADER + "a,1,acme,2024-01-01,a,x,1,1\n"

    assert refusal(write_csv(tmp_path, text)) == "column “sku”, line 1 of the file: The column is there twice."


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes((HEADER + "1,Bj\xf8rn,2024-01-01,a,x,1,1\n").encode("latin-1"))

    assert refusal(path) == "The file is not text in UTF-8. Expected: a CSV file saved as UTF-8."


def test_file_without_lines_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path, HEADER)

    assert refusal(path) == f"The file {path} has no order lines."


def test_empty_file_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "")

    assert refusal(path) == f"The file {path} is empty."


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv") == f"The file {tmp_path / 'gone.csv'} cannot be read."


def test_file_that_only_claims_to_be_parquet_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path, HEADER + ROWS, name="orders.parquet")

    assert refusal(path) == f"The file {path} cannot be read as Parquet. Expected: a Parquet file."


def test_other_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"

    assert refusal(path) == (
        f"{path} is not a kind of file that can be read. Expected: a name that ends in .csv, .tsv, .txt, .parquet, .pq."
    )


def test_file_over_the_size_limit_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "not even a CSV file")

    assert refusal(path, limits=FileLimits(max_bytes=10)) == (
        f"The file {path} is too large: 19 bytes. Expected: at most 10 bytes."
    )


@pytest.mark.parametrize("name", ["orders.csv", "orders.parquet"])
def test_file_with_too_many_lines_is_refused(tmp_path: Path, name: str) -> None:
    write_parquet(tmp_path)

    assert refusal(tmp_path / name, limits=FileLimits(max_rows=3)) == (
        f"The file {tmp_path / name} has too many lines. Expected: at most 3."
    )


def test_customer_is_known_though_no_line_counts(tmp_path: Path) -> None:
    text = "order,customer,date,sku,quantity,price\n1,acme,2026-01-05,A,2,5.00\n2,bolt,2026-01-05,POSTAGE,1,4.00\n"
    source = open_source(write_csv(tmp_path, text))

    assert source.customer_keys() == ["acme", "bolt"]
    assert [(keys, len(lines)) for keys, lines in source.shards(1)] == [(["acme"], 1), (["bolt"], 0)]
