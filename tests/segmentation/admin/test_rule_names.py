"""What a person reads of a rule names things as the shop calls them, at one look-up a sort however many rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.models import AuditEntry, BoughtItem, Draft, Segment
from segmentation.rules import parse_rule
from segmentation.selectors.rule_names import rule_names, stored_rule_names
from segmentation.services.put_change import put_change
from segmentation.services.save_segment import save_segment
from segmentation.words.rules import rule_text
from tests.segmentation.admin.directory import QueryingDirectory
from tests.segmentation.admin.rows import AT, make_profile, make_segments

COUNTRIES = {"DK": "Denmark", "NO": "Norway"}
PRODUCTS = {"K-1": "Coffee, dark"}
RULE = {
    "all": [
        {"dimension": "bought_product", "is": "ever", "items": ["K-1", "X-9"]},
        {"dimension": "bought_category", "is": "in_last_days", "value": 30, "items": ["toner"]},
        {"dimension": "country", "is": "one_of", "value": ["DK", "ZZ"]},
    ]
}
SENTENCE = (
    "Bought a product (Coffee, dark, X-9): at any time; and Bought in a category (The toner shelf): in the last 30 days"
    "; and Country: one of Denmark, ZZ"
)
COMPANY = "/admin/segmentation/customerprofile/acme/change/"
LIST = "/admin/segmentation/segment/"

pytestmark = pytest.mark.django_db


class NamingDirectory(QueryingDirectory):
    """Knows some products and countries by name, at a query a look-up."""

    asked: ClassVar[list[str]] = []

    def category_labels(self, categories: Sequence[str]) -> Mapping[str, str]:
        self.asked.append("categories")
        return super().category_labels(categories)

    def item_labels(self, skus: Sequence[str]) -> Mapping[str, str]:
        self.asked.append("items")
        self.labels(skus)
        return {sku: PRODUCTS[sku] for sku in skus if sku in PRODUCTS}

    def search_items(self, text: str, *, limit: int) -> Mapping[str, str]:
        return {}

    def value_labels(self, values: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, str]]:
        self.asked.append("values")
        self.labels(values.get("country", ()))
        return {"country": {code: COUNTRIES[code] for code in values.get("country", ()) if code in COUNTRIES}}


@pytest.fixture
def _naming(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": f"{__name__}.NamingDirectory"}


def give_rules(count: int) -> None:
    """To so many segments, each with other products, categories and countries besides."""
    for at in range(count):
        mine = parse_rule(
            {
                "all": [
                    *RULE["all"],
                    {"dimension": "bought_product", "is": "never", "items": [f"P-{at}"]},
                    {"dimension": "bought_category", "is": "never", "items": [f"shelf-{at}"]},
                    {"dimension": "country", "is": "none_of", "value": [f"X{chr(ord('A') + at)}"]},
                ]
            }
        )
        Segment.objects.filter(key=f"group-{at}").update(rule=mine.as_json())


@pytest.mark.usefixtures("_naming")
def test_sentence_names_what_the_host_knows_and_else_the_key(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rule = parse_rule(RULE)

    with django_assert_num_queries(3):
        text = rule_text(rule, names=rule_names([rule] * 50))

    assert text == SENTENCE


def test_host_without_names_is_asked_for_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rule = parse_rule({"all": [RULE["all"][0], RULE["all"][2]]})

    with django_assert_num_queries(0):
        text = rule_text(rule, names=rule_names([rule]))

    assert text == "Bought a product (K-1, X-9): at any time; and Country: one of DK, ZZ"


@pytest.mark.usefixtures("_naming")
def test_part_of_a_text_is_no_value_and_an_unreadable_rule_has_no_names(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    part = {"dimension": "country", "is": "starts_with", "value": ["DK"]}

    with django_assert_num_queries(0):
        names = stored_rule_names([part, None, {"dimension": "no_such_thing", "is": "ever"}])

    assert rule_text(parse_rule(part), names=names) == "Country: starts with DK"


@pytest.mark.usefixtures("_naming")
@pytest.mark.parametrize("path", [LIST, COMPANY])
def test_page_takes_three_queries_for_the_names_of_any_number_of_rules(boss: Client, path: str) -> None:
    make_profile("acme")
    taken = {}
    make_segments(20)
    for count in (1, 20):
        give_rules(count)
        boss.get(path)
        NamingDirectory.asked.clear()
        with CaptureQueriesContext(connection) as captured:
            page = boss.get(path)
        taken[count] = len(captured)
        assert sorted(NamingDirectory.asked) == ["categories", "items", "values"]

    assert taken[1] == taken[20]
    assert "Bought a product (Coffee, dark, X-9)" in page.content.decode()
    assert "The toner shelf" in page.content.decode()


@pytest.mark.usefixtures("_naming")
def test_company_page_names_what_was_bought_as_well(boss: Client) -> None:
    make_profile("acme")
    make_segments(1)
    give_rules(1)
    day = date(2026, 6, 1)
    facts: Any = {"first_day": day, "last_day": day, "orders": 1, "quantity": 1000, "value": 100}
    BoughtItem.objects.create(customer_key="acme", kind="product", item="K-1", **facts)

    assert "Coffee, dark (last on 1 June 2026)" in boss.get(COMPANY).content.decode()


@pytest.mark.usefixtures("_naming")
def test_segment_page_and_rule_editor_name_them(boss: Client) -> None:
    make_profile("acme")
    make_segments(1)
    give_rules(1)
    pk = Segment.objects.get(key="group-0").pk

    page = boss.get(f"{LIST}{pk}/").content.decode()
    clause = {"rule:join": "all", "rule.0:dimension": "country", "rule.0:operator": "one_of", "rule.0:listed": "DK"}
    editor = boss.post(f"{LIST}add/", {**clause, "do": "check"})

    assert "Bought a product (Coffee, dark, X-9)" in page
    assert [line.text for line in editor.context["panel"].lines][-1] == "Country: Denmark"


@pytest.mark.usefixtures("_naming")
def test_audit_and_draft_name_them(boss: Client, draft: Draft) -> None:
    (segment,) = make_segments(1)
    # Nothing is saved about a product that nobody has.
    segment.rule = {"all": [{**RULE["all"][0], "items": ["K-1"]}, *RULE["all"][1:]]}
    save_segment(segment, actor=None)
    put_change(draft.pk, kind="segment_rule", segment="group-0", after={"rule": RULE["all"][2]}, actor=None, now=AT)

    told = AuditEntry.objects.filter(segment_key="group-0").order_by("pk").values_list("action", "after")
    page = boss.get(f"/admin/segmentation/draft/{draft.pk}/change/").content.decode()

    assert ("segment_rule", SENTENCE.replace(", X-9", "")) in told
    assert ("drafted_segment_rule", "Country: one of Denmark, ZZ") in told
    assert "Country: one of Denmark, ZZ" in page
    assert "Bought a product (Coffee, dark)" in page
