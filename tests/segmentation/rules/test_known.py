"""A rule that names what nobody has is refused while it is written, and let be once it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.dimension import Dimension, Kind
from segmentation.models import CustomerProfile, Segment
from segmentation.registry import dimensions
from segmentation.rules import RuleError, parse_rule, read_new_rule
from segmentation.services.save_segment import save_segment
from tests.segmentation.rules.companies import TODAY, Bought, Company, store
from tests.segmentation.toy_orders import ToyDirectory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]


class Catalogue(ToyDirectory):
    """Knows twenty thousand products and one category, each look-up in one query."""

    def item_labels(self, skus: Sequence[str]) -> Mapping[str, str]:
        CustomerProfile.objects.filter(customer_key="nobody").exists()
        return {sku: f"Item {sku}" for sku in skus if sku.startswith("P-")}

    def search_items(self, text: str, *, limit: int) -> Mapping[str, str]:
        return {}

    def category_labels(self, categories: Sequence[str]) -> Mapping[str, str]:
        return {"chairs": "Chairs"} if "chairs" in categories else {}


@pytest.fixture(autouse=True)
def _catalogue(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": f"{__name__}.Catalogue"}


def bought(dimension: str, *items: str) -> dict[str, Any]:
    return {"dimension": dimension, "is": "ever", "items": list(items)}


def problems(data: Any) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(RuleError) as refused:
        read_new_rule(data, today=TODAY)
    return [(problem.path, problem.message) for problem in refused.value.problems]


def test_unknown_products_and_categories_are_named_where_they_are() -> None:
    in_category = {"dimension": "in_category", "is": "none_of", "value": ["new"]}
    rule = {
        "all": [
            bought("product", "P-1", "NOPE"),
            {"not": bought("product", "P-2")},
            {**in_category, "items": ["chairs"]},
            {**in_category, "items": ["nosuch", "nor-this"]},
            {"dimension": "staff", "is": "at_least"},
        ]
    }

    assert problems(rule) == [
        (("all", 4, "value"), "A number is needed here."),
        (("all", 0, "items"), "There is no “NOPE”, so nobody would be found by it."),
        (("all", 3, "items"), "There are no “nosuch”, “nor-this”, so nobody would be found by them."),
    ]


def test_what_was_bought_is_there_though_the_catalogue_does_not_name_it() -> None:
    sold = Bought(days={TODAY: Decimal(1)})
    store([Company(bought={("product", "OLD-1"): sold}, categories={"lamps": "new"})])

    rule = read_new_rule(
        {"any": [bought("product", "OLD-1"), {"dimension": "share_in_category", "is": "at_least", "value": 0.5,
                                             "items": ["lamps"]}]},
        today=TODAY,
    )  # fmt: skip

    assert rule.as_json()["any"][1]["items"] == ["lamps"]


def test_brands_and_hosts_that_cannot_tell_are_believed(settings: Settings) -> None:
    assert read_new_rule(bought("brand", "Acme"), today=TODAY)
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": "tests.segmentation.toy_orders.ToyDirectory"}

    assert read_new_rule(bought("product", "NOPE"), today=TODAY)


def test_hundreds_of_products_take_one_look_up(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    many = [f"P-{n}" for n in range(500)]
    with django_assert_num_queries(1):
        read_new_rule({"all": [bought("product", *many[:250]), bought("product", *many)]}, today=TODAY)
    with django_assert_num_queries(2), pytest.raises(RuleError, match="“P1”, “P2”, “P3…”"):
        read_new_rule(bought("product", *many, *(f"p{n}" for n in range(1, 500))), today=TODAY)


def test_texts_with_names_are_those_that_have_one() -> None:
    dimensions.register(Dimension(key="group", label="Group", kind=Kind.TEXT, names=f"{__name__}.groups"))

    assert problems({"dimension": "group", "is": "one_of", "value": ["a", "zzz"]}) == [
        (("value",), "There is no “zzz”, so nobody would be found by it.")
    ]
    assert read_new_rule({"dimension": "group", "is": "starts_with", "value": ["z"]}, today=TODAY)


def groups() -> dict[str, str]:
    return {"a": "Group A"}


def test_a_stored_rule_is_read_though_what_it_names_is_gone() -> None:
    rule = bought("product", "GONE")
    segment = Segment.objects.create(key="toy", name="Toy", priority=900, rule=rule)
    segment.name = "Another name"

    assert parse_rule(rule)
    assert save_segment(segment, actor=None) is None
    segment.rule = {"not": rule}
    with pytest.raises(RuleError):
        save_segment(segment, actor=None)


def often(**more: Any) -> dict[str, Any]:
    return {"dimension": "brand", "is": "at_least_orders", "value": 2, "items": ["Acme"], **more}


def test_a_time_before_the_days_that_are_kept_is_refused_where_it_is() -> None:
    kept = TODAY - timedelta(days=730)
    before = [(kept - timedelta(days=1)).isoformat(), TODAY.isoformat()]
    rule = {
        "any": [
            often(within={"last_days": 730}),
            often(within={"between": [kept.isoformat(), "2100-01-01"]}),
            often(within={"last_days": 731}),
            often(within={"between": before}),
            {"dimension": "brand", "is": "between_days", "value": before, "items": ["Acme"]},
            {"dimension": "brand", "is": "in_last_days", "value": 5000, "items": ["Acme"]},
            often(),
        ]
    }

    message = "On which days something was bought is kept from 1 July 2024 on; this asks about days before."
    assert problems(rule) == [
        (("any", 2, "within"), message),
        (("any", 3, "within"), message),
        (("any", 4, "value"), message),
    ]


def test_days_that_a_stored_rule_asks_about_may_be_asked_about_again() -> None:
    rule = often(within={"last_days": 900})
    assert len(problems(rule)) == 1
    Segment.objects.create(key="toy", name="Toy", priority=900, rule={"not": rule})

    assert read_new_rule(rule, today=TODAY)
    assert len(problems(often(within={"last_days": 901}))) == 1
