"""Scores of products and surveys of companies, written many at once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from segmentation.models import AuditEntry, Benefit, CompanyBenefits, ProductBenefit
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _benefits(db: None) -> None:
    Benefit.objects.create(key="price", label="Low price", position=1)
    Benefit.objects.create(key="quality", label="Quality", position=2)


def test_scores_are_written_listed_and_told(caller: Caller) -> None:
    sent = {
        "system": "PIM",
        "products": [
            {"sku": "K-1", "numbers": {"price": 7, "quality": 11}},
            {"sku": "K-2", "numbers": {"price": True, "colour": 3, "Quality": 0}},
        ],
    }

    answer = caller.call("put", "benefits/scores/", sent)

    needed = "A whole number from 0 to 10 is needed."
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "changed": 2,
            "refused": 3,
            "problems": [
                {"path": ["products", 0, "numbers", "quality"], "message": needed},
                {"path": ["products", 1, "numbers", "price"], "message": needed},
                {"path": ["products", 1, "numbers", "colour"], "message": "There is no benefit called that."},
            ],
        },
    )
    assert [tuple(row.values()) for row in caller.get("benefits/scores/").json()["results"]] == [
        ("K-1", "price", 7),
        ("K-2", "quality", 0),
    ]
    assert list(
        AuditEntry.objects.filter(action="product_benefit").order_by("pk").values_list("actor_name", "after", "reason")
    ) == [
        ("anna@example.com", "K-1: Low price 7", "PIM"),
        ("anna@example.com", "K-2: Quality 0", "PIM"),
    ]


def test_call_that_is_sent_twice_is_made_once(caller: Caller) -> None:
    key, sent = str(uuid4()), {"system": "PIM", "products": [{"sku": "K-1", "numbers": {"price": 7}}]}
    first = caller.call("put", "benefits/scores/", sent, **{"Idempotency-Key": key})
    ProductBenefit.objects.update(score=2)

    again = caller.call("put", "benefits/scores/", sent, **{"Idempotency-Key": key})

    assert first.json() == again.json() == {"changed": 1, "refused": 0, "problems": []}
    assert ProductBenefit.objects.get().score == 2


def test_surveys_of_nobody_are_refused_row_by_row(caller: Caller) -> None:
    make_profile("acme")
    sent = {
        "system": "CRM",
        "companies": [
            {"customer_key": "ghost", "numbers": {"price": 3}},
            {"customer_key": "acme", "numbers": {"price": 3, "quality": None}},
        ],
    }

    answer = caller.call("put", "benefits/surveys/", sent).json()

    assert answer == {
        "changed": 1,
        "refused": 1,
        "problems": [{"path": ["companies", 0], "message": "No company has this number."}],
    }
    assert caller.get("benefits/surveys/").json()["results"] == [
        {"customer_key": "acme", "numbers": {"price": 3}, "asked_on": None}
    ]
    assert CompanyBenefits.objects.get().weights == {"price": 3}


@pytest.mark.parametrize("sent", [{}, {"system": "PIM", "products": []}, {"system": "PIM", "products": [{"sku": "K"}]}])
def test_what_is_not_a_list_of_numbers_is_refused(caller: Caller, sent: object) -> None:
    assert caller.call("put", "benefits/scores/", sent).status_code == 400


def test_writing_takes_the_permission(caller_with: Callable[..., Caller]) -> None:
    looking = caller_with("view_productbenefit", "view_companybenefits")
    sent = {"system": "PIM", "products": [{"sku": "K-1", "numbers": {"price": 7}}]}

    assert looking.get("benefits/scores/").status_code == 200
    assert looking.call("put", "benefits/scores/", sent).status_code == 403


def test_writing_takes_the_permissions_to_add_and_to_take_away(caller_with: Callable[..., Caller]) -> None:
    changing = caller_with("view_productbenefit", "change_productbenefit")
    sent = {"system": "PIM", "products": [{"sku": "K-1", "numbers": {"price": 7}}]}

    assert changing.call("put", "benefits/scores/", sent).status_code == 403
    assert not ProductBenefit.objects.exists()


def test_benefit_that_is_named_twice_counts_once_and_stops_no_other(caller: Caller) -> None:
    sent = {"system": "PIM", "products": [{"sku": "K-1", "numbers": {"quality": 8, "Quality": 7, "price": 2}}]}

    answer = caller.call("put", "benefits/scores/", sent).json()

    twice = {"path": ["products", 0, "numbers", "Quality"], "message": "It is there twice; the first one counts."}
    assert answer == {"changed": 1, "refused": 1, "problems": [twice]}
    assert set(ProductBenefit.objects.values_list("benefit__key", "score")) == {("quality", 8), ("price", 2)}
