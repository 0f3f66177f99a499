"""A file goes through the admin: sent, looked at, stored, wrong rows taken back; who may only look changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, TestCase
from pytest_django import Settings

from segmentation.models import AttributeImport
from segmentation.models.attribute_columns import forget_columns
from segmentation.registry import dimensions
from segmentation.services.assign_columns import assign_columns
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.attributes.dimensions import STATED
from tests.segmentation.attributes.stating import values_of

pytestmark = pytest.mark.django_db

LIST = "/admin/segmentation/attributeimport/"
FACTS = "customer,Staff,toy_turnover\nacme,4,12.50\nbolt,many,3\nnobody,1,1\n"


@pytest.fixture(autouse=True)
def _companies(db: None) -> Iterator[None]:
    dimensions.register(*STATED)
    assign_columns()
    forget_columns()
    ensure_builtin_segments()
    make_profile("acme")
    make_profile("bolt")
    yield
    for dimension in STATED:
        dimensions.unregister(dimension.key)


def send(client: Client, text: str = FACTS, *, name: str = "facts.csv") -> HttpResponse:
    return post(client, f"{LIST}send/", {"file": SimpleUploadedFile(name, text.encode())})


def post(client: Client, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
    """Where it leads, after what is done on commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(url, data or {})
    return client.get(response.headers["Location"]) if response.status_code == 302 else response


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_file_is_looked_at_then_stored_then_mended(boss: Client) -> None:
    page = text_of(send(boss))
    source = AttributeImport.objects.get()
    assert "2 companies of the file are known." in page
    assert "1 row is of nobody we know." in page
    assert "3 values of 2 companies would change." in page
    assert "“many” is not a number such as 12 or 12.50." in page
    assert values_of("acme") == {}

    page = text_of(post(boss, f"{LIST}{source.pk}/confirm/"))
    assert "3 values of 2 companies changed." in page
    assert values_of("acme") == {"toy_staff": 4, "toy_turnover": Decimal("12.50")}

    mended = b"".join(boss.get(f"{LIST}{source.pk}/mend/").streaming_content).decode("utf-8-sig")
    assert mended.splitlines() == [
        "customer,Staff,toy_turnover,What is wrong",
        "bolt,many,3,Staff: “many” is not a number such as 12 or 12.50.",
        "nobody,1,1,There is no customer with this number.",
    ]


def test_columns_are_assigned_on_the_page(boss: Client) -> None:
    page = text_of(send(boss, "Debitor,Antal\nacme,4\n"))
    source = AttributeImport.objects.get()
    assert "The names of the columns do not say enough." in page

    wrong = text_of(boss.post(f"{LIST}{source.pk}/map/", {"column-0": "customer", "column-1": "customer"}))
    assert "“Customer&#x27;s number” is assigned to two columns." in wrong
    page = text_of(post(boss, f"{LIST}{source.pk}/map/", {"column-0": "customer", "column-1": "toy_staff"}))

    assert "1 value of 1 company would change." in page
    assert AttributeImport.objects.get().mapping == {"Debitor": "customer", "Antal": "toy_staff"}


def test_file_that_cannot_be_read_is_said_so(boss: Client) -> None:
    page = text_of(post(boss, f"{LIST}send/", {"file": SimpleUploadedFile("x.csv", b"\x89PNG\0")}))

    assert "This is neither a CSV nor an Excel file." in page
    assert AttributeImport.objects.count() == 0


def test_file_that_is_too_large_is_refused_before_it_is_read(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"IMPORT_BYTES": 10}

    assert "The file is too large: at most 1 MB." in text_of(send(boss))


def test_dropped_file_changes_nothing(boss: Client) -> None:
    send(boss)
    source = AttributeImport.objects.get()

    page = text_of(post(boss, f"{LIST}{source.pk}/drop/"))

    assert "The file was dropped. Nothing was changed." in page
    page = text_of(post(boss, f"{LIST}{source.pk}/confirm/"))
    assert "That is no longer possible." in page
    assert values_of("acme") == {}


def test_bar_asks_again_while_it_works_and_then_for_the_whole_page(boss: Client) -> None:
    send(boss)
    source = AttributeImport.objects.get()

    assert boss.get(f"{LIST}{source.pk}/progress/").headers["HX-Refresh"] == "true"
    AttributeImport.objects.update(state="running", rows=400, rows_done=100)
    answer = boss.get(f"{LIST}{source.pk}/progress/")
    assert "HX-Refresh" not in answer.headers
    assert 'value="25"' in text_of(answer)
    assert "100 of 400 rows" in text_of(answer)


def test_who_may_look_changes_nothing_and_others_see_nothing(boss: Client, log_in: LogIn) -> None:
    send(boss)
    source = AttributeImport.objects.get()
    watcher = log_in("view_attributeimport")

    assert "Store it" not in text_of(watcher.get(f"{LIST}{source.pk}/change/"))
    assert "Look at it first" not in text_of(watcher.get(LIST))
    posts = [f"{LIST}send/", *(f"{LIST}{source.pk}/{step}/" for step in ("map", "confirm", "drop"))]
    assert [watcher.post(url).status_code for url in posts] == [403] * 4


def test_staff_without_the_right_reaches_nothing(boss: Client, log_in: LogIn) -> None:
    send(boss)
    source = AttributeImport.objects.get()
    other = log_in()

    urls = [LIST, *(f"{LIST}{source.pk}/{page}/" for page in ("change", "progress", "mend"))]
    assert [other.get(url).status_code for url in urls] == [403] * 4


@pytest.mark.parametrize("page", ["change", "progress", "mend"])
def test_import_that_is_not_there_is_not_found(boss: Client, page: str) -> None:
    assert boss.get(f"{LIST}999/{page}/").status_code == 404


def test_page_takes_few_queries(boss: Client, django_assert_max_num_queries: Any) -> None:
    send(boss)
    source = AttributeImport.objects.get()
    with django_assert_max_num_queries(12):
        boss.get(f"{LIST}{source.pk}/change/")
