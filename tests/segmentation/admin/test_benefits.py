"""How much benefits matter to groups of companies and to single ones, filled in as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from segmentation.models import Benefit, BenefitIndustry, BenefitSegment, BenefitWeight, CompanyBenefits
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile

TABLE = "/admin/segmentation/benefitsegment/"
SURVEYS = "/admin/segmentation/companybenefits/"
NO_INDUSTRIES = {f"industries-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

pytestmark = pytest.mark.django_db


@pytest.fixture
def price(db: None) -> Benefit:
    return Benefit.objects.create(key="price", label="Low price", position=1)


@pytest.fixture
def quality(db: None) -> Benefit:
    return Benefit.objects.create(key="quality", label="Quality", position=2)


@pytest.fixture
def thrifty(price: Benefit, quality: Benefit) -> BenefitSegment:
    segment = BenefitSegment.objects.create(key="thrifty", name="Thrifty")
    BenefitWeight.objects.create(segment=segment, benefit=price, weight=9)
    return segment


def weights() -> Mapping[tuple[str, str], int]:
    rows = BenefitWeight.objects.values_list("segment__key", "benefit__key", "weight")
    return {(segment, benefit): weight for segment, benefit, weight in rows}


def table_fields(client: Client) -> dict[str, Any]:
    """The table's fields as a browser would send them back."""
    form = client.get(TABLE).context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def test_table_shows_every_weight_and_stores_what_was_changed(
    boss: Client, thrifty: BenefitSegment, price: Benefit, quality: Benefit
) -> None:
    fields = table_fields(boss)
    assert fields[f"weight_{thrifty.pk}_{price.pk}"] == 9

    changes = {f"weight_{thrifty.pk}_{price.pk}": "", f"weight_{thrifty.pk}_{quality.pk}": "3"}
    page = boss.post(TABLE, {**fields, **changes}, follow=True)

    assert weights() == {("thrifty", "quality"): 3}
    assert [str(message) for message in page.context["messages"]] == ["2 weights changed."]


@pytest.mark.parametrize("typed", ["11", "0", "much", "2.5"])
def test_number_off_the_scale_is_told_at_its_field_and_nothing_is_lost(
    boss: Client, thrifty: BenefitSegment, price: Benefit, quality: Benefit, typed: str
) -> None:
    wrong, right = f"weight_{thrifty.pk}_{quality.pk}", f"weight_{thrifty.pk}_{price.pk}"

    page = boss.post(TABLE, {**table_fields(boss), wrong: typed, right: "4"})

    form = page.context["form"]
    assert (list(form.errors), form[wrong].value(), form[right].value()) == ([wrong], typed, "4")
    assert f'id="id_{wrong}-error"' in page.content.decode()
    assert weights() == {("thrifty", "price"): 9}


def test_weights_that_somebody_else_changed_are_not_overwritten_unseen(
    boss: Client, thrifty: BenefitSegment, price: Benefit
) -> None:
    cell = f"weight_{thrifty.pk}_{price.pk}"
    fields = {**table_fields(boss), cell: "2"}
    BenefitWeight.objects.update(weight=5)

    page = boss.post(TABLE, fields)
    assert (page.context["form"][cell].value(), weights()) == ("2", {("thrifty", "price"): 5})

    boss.post(TABLE, {**fields, "version": page.context["form"]["version"].value()})
    assert weights() == {("thrifty", "price"): 2}


def test_who_may_only_look_gets_numbers_and_no_fields(log_in: LogIn, thrifty: BenefitSegment) -> None:
    client = log_in("view_benefitsegment")

    assert '<input type="number"' not in client.get(TABLE).content.decode()
    assert client.post(TABLE, {}).status_code == 403


def test_page_of_a_group_has_a_number_for_each_benefit(
    boss: Client, thrifty: BenefitSegment, price: Benefit, quality: Benefit
) -> None:
    url = f"{TABLE}{thrifty.pk}/change/"
    form = boss.get(url).context["adminform"].form
    assert (form[f"benefit_{price.pk}"].initial, form[f"benefit_{quality.pk}"].initial) == (9, None)

    posted = {"name": "Very thrifty", f"benefit_{price.pk}": "10", f"benefit_{quality.pk}": "2", **NO_INDUSTRIES}
    page = boss.post(url, posted)

    assert page.status_code == 302
    assert BenefitSegment.objects.get().name == "Very thrifty"
    assert weights() == {("thrifty", "price"): 10, ("thrifty", "quality"): 2}


def test_new_group_is_stored_with_its_weights_and_industries(boss: Client, price: Benefit) -> None:
    industry = {"industries-0-scheme": "nace", "industries-0-prefix": "62.01", **NO_INDUSTRIES}
    posted = {"name": "Planners", "key": "planners", f"benefit_{price.pk}": "1", **industry}

    boss.post(f"{TABLE}add/", {**posted, "industries-TOTAL_FORMS": "1"})

    assert weights() == {("planners", "price"): 1}
    assert BenefitIndustry.objects.get().prefix == "6201"


def test_survey_is_filled_in_number_by_number(boss: Client, price: Benefit, quality: Benefit) -> None:
    make_profile("acme")
    posted = {"customer_key": "acme", "asked_on": "2026-05-01", f"benefit_{price.pk}": "7", f"benefit_{quality.pk}": ""}

    boss.post(f"{SURVEYS}add/", posted)

    assert CompanyBenefits.objects.get().weights == {"price": 7}


def test_changed_survey_keeps_answers_about_benefits_that_are_gone(
    boss: Client, price: Benefit, quality: Benefit
) -> None:
    CompanyBenefits.objects.create(customer_key="acme", weights={"price": 7, "quality": 4, "fashion": 2})
    url = f"{SURVEYS}acme/change/"
    assert boss.get(url).context["adminform"].form[f"benefit_{quality.pk}"].initial == 4

    boss.post(url, {"asked_on": "", f"benefit_{price.pk}": "8", f"benefit_{quality.pk}": ""})

    assert CompanyBenefits.objects.get().weights == {"fashion": 2, "price": 8}


@pytest.mark.parametrize(
    ("changes", "wrong", "message"),
    [
        ({"first": "12"}, "first", "Ensure this value is less than or equal to 10."),
        ({"customer_key": "nobody"}, "customer_key", "No company has this number."),
        ({"first": ""}, "__all__", "Fill in at least one number: how much a benefit matters to the company."),
    ],
)
def test_survey_that_cannot_be_kept_says_where_and_keeps_what_was_typed(
    boss: Client, price: Benefit, changes: dict[str, str], wrong: str, message: str
) -> None:
    make_profile("acme")
    names = {"first": f"benefit_{price.pk}"}
    typed = {"customer_key": "acme", "first": "7", "asked_on": "2026-05-01"} | changes

    page = boss.post(f"{SURVEYS}add/", {names.get(name, name): value for name, value in typed.items()})

    form = page.context["adminform"].form
    assert form.errors == {names.get(wrong, wrong): [message]}
    assert {name: form[names.get(name, name)].value() for name in typed} == typed
    assert not CompanyBenefits.objects.exists()


def test_survey_is_read_in_words_by_who_may_only_look(log_in: LogIn, price: Benefit) -> None:
    CompanyBenefits.objects.create(customer_key="acme", weights={"price": 7, "fashion": 2})

    page = log_in("view_companybenefits").get(f"{SURVEYS}acme/change/").content.decode()

    assert "Low price: 7, fashion: 2" in page
    assert '<input type="number"' not in page
