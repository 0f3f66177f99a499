from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from segmentation.models import BenefitIndustry, BenefitSegment, BenefitWeight, CompanyBenefits, ProductBenefit
from segmentation.selectors.benefits import segment_weights

pytestmark = pytest.mark.django_db

GIVEN = {
    "benefits": {"price": "Price", "service": "Service"},
    "segments": [
        {"key": "savers", "name": "Savers", "weights": {"price": 9, "service": 2}, "industries": [["nace", "47.1"]]}
    ],
    "surveys": {"K1": {"price": 7}},
    "products": {"pen": {"price": 10, "service": 0}},
}


@pytest.fixture
def load(tmp_path):
    def load(data):
        path = tmp_path / "benefits.json"
        path.write_text(json.dumps(data))
        call_command("load_benefits", path, verbosity=0)

    return load


def weights():
    return set(BenefitWeight.objects.values_list("segment__key", "benefit__key", "weight"))


def test_the_example_is_the_table_number_by_number():
    call_command("load_benefits", "--example", verbosity=0)

    table = segment_weights().astype(int)
    assert list(BenefitSegment.objects.order_by("pk").values_list("name", flat=True)) == [
        "Mining operators",
        "Aggregate producers",
        "General contractors",
        "Rental firms",
    ]
    assert table.loc[["mining_operators", "aggregate_producers", "general_contractors", "rental_firms"]].T.to_dict(
        "split", index=True
    ) == {
        "index": [
            "product_performance",
            "image_of_expertise",
            "selling_price",
            "trade_in",
            "running_cost",
            "parts_availability",
            "service_nearby",
            "reliability",
            "finance",
        ],
        "columns": ["mining_operators", "aggregate_producers", "general_contractors", "rental_firms"],
        "data": [
            [10, 8, 7, 6],
            [6, 7, 5, 4],
            [6, 7, 9, 10],
            [1, 5, 8, 9],
            [9, 8, 5, 4],
            [6, 7, 5, 7],
            [4, 7, 6, 5],
            [9, 7, 5, 6],
            [2, 5, 7, 7],
        ],
    }


def test_a_file_is_loaded_and_loaded_again_without_doubling(load):
    load(GIVEN)
    load(GIVEN)

    assert weights() == {("savers", "price", 9), ("savers", "service", 2)}
    assert list(BenefitIndustry.objects.values_list("segment__key", "scheme", "prefix")) == [("savers", "nace", "471")]
    assert list(CompanyBenefits.objects.values_list("customer_key", "weights")) == [("K1", {"price": 7})]
    assert set(ProductBenefit.objects.values_list("sku", "benefit__key", "score")) == {
        ("pen", "price", 10),
        ("pen", "service", 0),
    }


def test_an_industry_goes_over_to_the_segment_that_names_it_last(load):
    load(GIVEN)
    other = {"key": "spenders", "name": "Spenders", "weights": {}, "industries": [["nace", "471"]]}
    load({**GIVEN, "segments": [other]})

    assert list(BenefitIndustry.objects.values_list("segment__key", "prefix")) == [("spenders", "471")]
    assert weights() == {("savers", "price", 9), ("savers", "service", 2)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"surveys": {"K1": {"colour": 5}}}, "names the benefit “colour”, which is not in the list"),
        ({"surveys": {"K1": {"price": 11}}}, "a whole number from 1 to 10 is needed"),
        ({"surveys": {"K1": {"price": True}}}, "a whole number from 1 to 10 is needed"),
        ({"products": {"pen": {"price": -1}}}, "a whole number from 0 to 10 is needed"),
        ({"segments": [{"key": "x"}]}, "does not hold benefits as described"),
        ({"benefits": 5}, "does not hold benefits as described"),
        (
            {"segments": [{"key": "x", "name": "X", "weights": {}, "industries": [["sic", "1"]]}]},
            "An industry is a scheme",
        ),
        (
            {
                "segments": [
                    {"key": key, "name": key, "weights": {}, "industries": [["nace", "1"]]} for key in ("x", "y")
                ]
            },
            "is given to two segments",
        ),
    ],
)
def test_a_wrong_file_is_refused_and_changes_nothing(load, change, said):
    load(GIVEN)

    with pytest.raises(CommandError, match=said):
        load({**GIVEN, **change})

    assert weights() == {("savers", "price", 9), ("savers", "service", 2)}


def test_a_file_that_is_not_there_or_no_file_is_an_error_in_words(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_benefits", tmp_path / "nothing.json")
    with pytest.raises(CommandError, match="Give a file, or --example"):
        call_command("load_benefits")
