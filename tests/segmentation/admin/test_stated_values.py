"""A value is stated on a company's page in the field that fits its kind, and what is wrong stands beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from segmentation.models import AuditEntry
from segmentation.registry import dimensions
from segmentation.selectors.attributes import AttributeValue, attributes_of
from segmentation.services.set_attribute import set_attribute
from segmentation.words.attributes import own_value_text
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_profile

URL = "/admin/segmentation/customerprofile/acme/value/"
PAGE = "/admin/segmentation/customerprofile/acme/change/"
NBSP = "\N{NO-BREAK SPACE}"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _company(db: None) -> None:
    make_profile("acme")


def post(client: Client, dimension: str, value: Any, **more: str) -> Any:
    return client.post(URL, {"dimension": dimension, "value": value, "reason": "They told us", **more})


def stated() -> dict[str, Any]:
    return {one.dimension.key: one.value for one in attributes_of("acme")}


def field_of(client: Client, dimension: str) -> str:
    """The form as htmx gets it when something is chosen."""
    answer = client.get(URL, {"dimension": dimension}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    return html[html.index('<div id="bc-state-value"') :]


@pytest.mark.parametrize(
    ("dimension", "markup"),
    [
        ("headcount", 'type="number" name="value" min="0" step="any"'),
        ("founded", 'type="number" name="value" min="500" max="2100" step="1"'),
        ("mobile_share", 'type="number" name="value" min="0" max="100" step="any"'),
        ("turnover", 'type="number" name="value" min="0" step="0.01"'),
        ("toy_date", 'type="date" name="value"'),
        ("ownership", '<option value="family">Family owned</option>'),
        ("buying_centralised", '<option value="yes">Yes</option>'),
        ("systems_in_use", '<input type="checkbox" name="value" value="edi"'),
        ("country", 'type="text" name="value" placeholder="DK"'),
    ],
)
def test_each_kind_has_its_own_field(boss: Client, dimension: str, markup: str) -> None:
    assert markup in " ".join(field_of(boss, dimension).split())


@pytest.mark.parametrize(("dimension", "label"), [("turnover", "Turnover (EUR)"), ("mobile_share", "(%)")])
def test_label_names_the_unit(boss: Client, dimension: str, label: str) -> None:
    assert label in strip_tags(field_of(boss, dimension))


@pytest.mark.parametrize(
    ("dimension", "posted", "kept"),
    [
        ("headcount", "12", 12),
        ("mobile_share", "42.5", 0.425),
        ("turnover", "1200.50", Decimal("1200.50")),
        ("toy_date", "2026-01-31", date(2026, 1, 31)),
        ("ownership", "family", "family"),
        ("buying_centralised", "no", False),
        ("systems_in_use", ["edi", "erp"], frozenset({"edi", "erp"})),
        ("systems_in_use", ["-"], frozenset()),
        ("country", "SE", "SE"),
    ],
)
def test_value_is_kept_and_fills_its_field(boss: Client, dimension: str, posted: Any, kept: Any) -> None:
    answer = post(boss, dimension, posted)

    assert (answer.status_code, answer.url) == (302, PAGE)
    assert stated()[dimension] == kept
    form = boss.get(URL, {"dimension": dimension}).context["stating"]
    again = form["value"].value()
    assert (sorted(again) if isinstance(posted, list) else Decimal(again) if isinstance(kept, Decimal) else again) == (
        sorted(posted) if isinstance(posted, list) else Decimal(posted) if isinstance(kept, Decimal) else posted
    )
    assert form.by_hand


@pytest.mark.parametrize(
    ("dimension", "posted", "problem"),
    [
        ("headcount", "many", "“many” is not a number such as 12 or 12.50."),
        ("headcount", "-3", "“-3” does not fit “Employees”: it goes from 0 on."),
        ("country", "Denmark", "“Denmark” does not fit “Country”: write it such as DK."),
        ("systems_in_use", ["-", "edi"], "Tick either “None of these” or some of the others."),
        ("systems_in_use", ["abacus"], "Select a valid choice. abacus is not one of the available choices."),
        ("ownership", "mine", "“mine” is none of the choices: Private, Listed, Public body, Government, Family owned."),
    ],
)
def test_what_does_not_fit_comes_back_with_what_was_typed(
    boss: Client, dimension: str, posted: Any, problem: str
) -> None:
    answer = post(boss, dimension, posted)

    form = answer.context["stating"]
    assert (answer.status_code, form.errors["value"]) == (200, [problem])
    assert (form["value"].value(), form["reason"].value()) == (posted, "They told us")
    assert '<details class="bc-details"\n         id="bc-state"\n         open>' in answer.content.decode()
    assert (stated(), AuditEntry.objects.count()) == ({}, 0)


def test_missing_reason_is_asked_for_beside_its_field(boss: Client) -> None:
    form = post(boss, "headcount", "12", reason=" ").context["stating"]

    assert form.errors == {"reason": ["Please say why, so that your colleagues know."]}
    assert stated() == {}


def test_dimension_that_nobody_may_state_is_refused(boss: Client) -> None:
    answer = post(boss, "value_year", "12")

    assert "value_year is not one of the available choices." in answer.content.decode()
    assert stated() == {}


def test_what_was_stated_is_taken_back_by_a_button_without_a_reason(boss: Client) -> None:
    post(boss, "headcount", "12")
    assert 'name="take_back"' in field_of(boss, "headcount")

    post(boss, "headcount", "12", reason="", take_back="1")

    assert stated() == {}
    assert 'name="take_back"' not in field_of(boss, "headcount")


def test_value_from_elsewhere_is_said_and_not_filled_in(boss: Client) -> None:
    set_attribute(customer_key="acme", dimension="headcount", value=7, actor=None, now=AT, origin="imported")

    html = field_of(boss, "headcount")

    assert "It stands at 7 (Imported)" in " ".join(strip_tags(html).split())
    assert 'value="7"' not in html
    assert 'name="take_back"' not in html


def test_page_works_without_scripts(boss: Client) -> None:
    page = boss.get(URL, {"dimension": "headcount"})

    assert page.templates[0].name == "admin/segmentation/company.html"
    assert 'name="value"' in page.content.decode()
    assert 'name="value"' not in boss.get(PAGE).content.decode()


def test_form_is_closed_to_those_who_may_only_look(log_in: LogIn) -> None:
    client = log_in("view_customerprofile", "view_companyattributes")

    assert client.get(URL, {"dimension": "headcount"}).status_code == 403
    assert 'id="bc-state"' not in client.get(PAGE).content.decode()


def test_company_that_nobody_knows_is_not_found(boss: Client) -> None:
    posted = {"dimension": "headcount", "value": "1", "reason": "x"}

    assert boss.post("/admin/segmentation/customerprofile/nobody/value/", posted).status_code == 404
    assert boss.get("/admin/segmentation/customerprofile/nobody/value/").status_code == 404


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.4191, "42 %"), (0, "0 %"), (1, "100 %"), (0.004, "0.4 %"), (0.996, "99.6 %"), (0.125, "13 %")],
)
def test_shares_are_read_as_percentages(share: float, words: str) -> None:
    value = AttributeValue(dimension=dimensions.get("mobile_share"), value=share)

    assert own_value_text(value.dimension, value.value).replace(NBSP, " ") == words
