"""Numbers of benefits as a table: taken away, brought back, looked at, stored."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from segmentation.models import AuditEntry, Benefit, BoughtItem, CompanyBenefits, ProductBenefit
from segmentation.selectors.benefit_numbers import PRODUCTS
from segmentation.services.check_benefit_numbers import GivenRow, check_benefit_numbers
from segmentation.services.set_benefit_numbers import set_benefit_numbers
from tests.segmentation.admin import directory
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AS_OF, make_profile

SCORES = "/admin/segmentation/productbenefit/table/"
SURVEYS = "/admin/segmentation/companybenefits/table/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _benefits(db: None) -> None:
    Benefit.objects.create(key="price", label="Low price", position=1)
    Benefit.objects.create(key="quality", label="Quality", position=2)


def look(client: Client, url: str, text: str | bytes) -> Any:
    content = text.encode() if isinstance(text, str) else text
    return client.post(url, {"file": SimpleUploadedFile("numbers.csv", content)})


def store(client: Client, url: str, page: Any) -> list[str]:
    answer = client.post(url, {"looked_at": page.context["kept"]}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def scores() -> Mapping[tuple[str, str], int]:
    rows = ProductBenefit.objects.values_list("sku", "benefit__key", "score")
    return {(sku, benefit): score for sku, benefit, score in rows}


def wrong(page: Any) -> list[tuple[int, str, str, str]]:
    return [(one.place, one.benefit, one.value, one.message) for one in page.context["problems"]]


def test_table_is_looked_at_before_it_counts_and_told_in_the_audit(boss: Client) -> None:
    ProductBenefit.objects.create(sku="K-1", benefit=Benefit.objects.get(key="price"), score=4)

    page = look(boss, SCORES, "Item number,Low price,quality\nK-1,0,-\nK-2,,10\n")
    assert [(one.key, one.benefit, one.before, one.after) for one, _label in page.context["changes"]] == [
        ("K-1", "price", 4, 0),
        ("K-2", "quality", None, 10),
    ]
    assert scores() == {("K-1", "price"): 4}

    assert store(boss, SCORES, page) == ["2 products changed."]
    assert scores() == {("K-1", "price"): 0, ("K-2", "quality"): 10}
    entries = AuditEntry.objects.order_by("pk").values_list("actor_name", "action", "before", "after", "reason")
    assert list(entries) == [
        ("anna@example.com", "product_benefit", "K-1: Low price 4", "K-1: Low price 0", "numbers.csv"),
        ("anna@example.com", "product_benefit", "K-2: Quality (none)", "K-2: Quality 10", "numbers.csv"),
    ]


def test_what_was_downloaded_changes_nothing_when_it_comes_back(boss: Client) -> None:
    for sku, score in (("K-1", 4), ("=2+3", 9)):
        ProductBenefit.objects.create(sku=sku, benefit=Benefit.objects.get(key="quality"), score=score)

    download = boss.get("/admin/segmentation/productbenefit/table.csv")
    content = b"".join(download.streaming_content)

    assert content.decode("utf-8-sig") == "Item number,Low price,Quality\r\n'=2+3,,9\r\nK-1,,4\r\n"
    page = look(boss, SCORES, content)
    assert (page.context["changes"], page.context["problems"], page.context["found"].rows) == ([], [], 2)


def test_benefit_whose_name_means_another_one_is_downloaded_by_its_key(boss: Client) -> None:
    Benefit.objects.create(key="cost", label="price", position=3)
    ProductBenefit.objects.create(sku="K-1", benefit=Benefit.objects.get(key="cost"), score=9)

    content = b"".join(boss.get("/admin/segmentation/productbenefit/table.csv").streaming_content)

    assert content.decode("utf-8-sig").splitlines()[0] == "Item number,Low price,Quality,cost"
    assert look(boss, SCORES, content).context["changes"] == []


def test_one_bad_row_or_number_stops_no_other(boss: Client) -> None:
    text = "Item number,Low price,Quality\nK-1,11,3\nK-2,2.5,4\nK-1,1,1\n,5,5\nK-3,much,6\n"

    page = look(boss, SCORES, text)

    needed = "A whole number from 0 to 10 is needed."
    assert wrong(page) == [
        (2, "Low price", "11", needed),
        (3, "Low price", "2.5", needed),
        (4, "", "K-1", "It is there twice; the first one counts."),
        (5, "", "", "The row does not say what it is about."),
        (6, "Low price", "much", needed),
    ]
    store(boss, SCORES, page)
    assert scores() == {("K-1", "quality"): 3, ("K-2", "quality"): 4, ("K-3", "quality"): 6}


class Shelf(directory.QueryingDirectory):
    """A host that says what it sells."""

    def item_labels(self, skus: Any) -> Mapping[str, str]:
        return {sku: "Pen" for sku in skus if sku == "PEN-1"}

    def search_items(self, text: str, *, limit: int) -> Mapping[str, str]:
        return {}


def test_product_that_nobody_sells_or_bought_is_refused_in_its_row(boss: Client, settings: Any) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": f"{__name__}.Shelf"}
    BoughtItem.objects.create(
        customer_key="acme",
        kind="product",
        item="OLD-1",
        first_day=AS_OF,
        last_day=AS_OF,
        orders=1,
        value=1,
        quantity=1,
    )

    page = look(boss, SCORES, "Item number,Quality\nPEN-1,5\nOLD-1,6\nGHOST,7\n")

    assert wrong(page) == [(4, "", "GHOST", "There is no product with this item number.")]
    store(boss, SCORES, page)
    assert set(scores()) == {("PEN-1", "quality"), ("OLD-1", "quality")}


def test_surveys_go_from_one_to_ten_and_keep_what_is_not_named(boss: Client) -> None:
    for key in ("acme", "bolt"):
        make_profile(key)
    CompanyBenefits.objects.create(customer_key="acme", weights={"price": 7, "fashion": 2})

    page = look(boss, SURVEYS, "Customer number,Low price,Quality\nacme,-,10\nbolt,0,\nghost,3,3\n")
    assert wrong(page) == [
        (3, "Low price", "0", "A whole number from 1 to 10 is needed."),
        (4, "", "ghost", "No company has this number."),
    ]
    assert store(boss, SURVEYS, page) == ["1 company changed."]

    assert dict(CompanyBenefits.objects.values_list("pk", "weights")) == {"acme": {"fashion": 2, "quality": 10}}
    entry = AuditEntry.objects.get()
    assert (entry.customer_key, entry.before, entry.after) == (
        "acme", "Low price 7, Quality (none)", "Low price (none), Quality 10",
    )  # fmt: skip


def test_excel_file_is_read_as_well(boss: Client) -> None:
    book = Workbook()
    book.active.append(["Item number", "Quality"])
    book.active.append(["K-1", 7.0])
    file = io.BytesIO()
    book.save(file)

    store(boss, SCORES, look(boss, SCORES, file.getvalue()))

    assert scores() == {("K-1", "quality"): 7}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Item number,Colour\nK-1,3\n", "No benefit is called “Colour”."),
        ("Item number\nK-1\n", "The file has no column that is named after a benefit."),
        ("", "The file is empty."),
        (b"\0\0", "This is neither a CSV nor an Excel file."),
    ],
)
def test_file_that_cannot_be_read_says_why(boss: Client, text: str | bytes, why: str) -> None:
    assert why in look(boss, SCORES, text).context["unread"]


def test_what_somebody_else_changed_meanwhile_is_shown_again(boss: Client) -> None:
    page = look(boss, SCORES, "Item number,Quality\nK-1,3\n")
    ProductBenefit.objects.create(sku="K-1", benefit=Benefit.objects.get(key="quality"), score=9)

    again = boss.post(SCORES, {"looked_at": page.context["kept"]})

    assert [(one.before, one.after) for one, _label in again.context["changes"]] == [(9, 3)]
    assert scores() == {("K-1", "quality"): 9}
    store(boss, SCORES, again)
    assert scores() == {("K-1", "quality"): 3}


def test_what_was_not_looked_at_by_this_person_is_not_stored(boss: Client) -> None:
    page = boss.post(SCORES, {"looked_at": "eyJyb3dzIjpbXX0:1:forged"})

    assert page.context["unread"] == "That was looked at too long ago. Please send the file again."


def test_many_products_are_stored_and_told_as_one(boss: Client) -> None:
    text = "Item number,Quality\n" + "".join(f"K-{n},{n % 11}\n" for n in range(1500))

    assert store(boss, SCORES, look(boss, SCORES, text)) == ["1500 products changed."]

    assert (ProductBenefit.objects.count(), AuditEntry.objects.get().after) == (1500, "1500 1500")
    assert "1,500 numbers (rows: 1,500)" in boss.get("/admin/segmentation/auditentry/").content.decode()


@pytest.mark.parametrize("count", [25, 300])
def test_storing_takes_as_many_queries_for_any_number(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [GivenRow(place=n, key=f"K-{n}", numbers={"quality": 3}) for n in range(count)]

    with django_assert_num_queries(7):
        assert set_benefit_numbers(check_benefit_numbers(rows, PRODUCTS).changes, PRODUCTS, actor=None) == count


def test_who_may_only_look_takes_the_table_away_and_brings_none(log_in: LogIn) -> None:
    client = log_in("view_productbenefit")

    assert 'type="file"' not in client.get(SCORES).content.decode()
    assert look(client, SCORES, "Item number,Quality\nK-1,3\n").status_code == 403
    assert client.get("/admin/segmentation/productbenefit/table.csv").status_code == 200
    assert client.get(SURVEYS).status_code == 403
