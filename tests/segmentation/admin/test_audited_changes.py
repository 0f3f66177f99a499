"""Whatever is changed by hand is in the audit: who, from what, to what."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from segmentation.admin.audited import AuditedDeletionAdmin
from segmentation.admin.base import ReadOnlyAdmin
from segmentation.models import (
    AuditEntry,
    Benefit,
    BenefitSegment,
    BenefitWeight,
    CompanyBenefits,
    ProductBenefit,
)
from segmentation.selectors.benefit_facts import benefit_segment_facts, company_benefit_facts, product_benefit_facts
from segmentation.services.set_benefit_weights import set_benefit_weights
from segmentation.services.start_import import confirm_import, drop_import, start_import
from segmentation.words.audit import ACTIONS
from tests.segmentation.admin.rows import make_profile

BASE = "/admin/segmentation"
NO_INDUSTRIES = {f"industries-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
ONE_INDUSTRY = {
    "industries-TOTAL_FORMS": "1",
    "industries-INITIAL_FORMS": "0",
    "industries-0-scheme": "nace",
    "industries-0-prefix": "62",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def price(db: None) -> Benefit:
    return Benefit.objects.create(key="price", label="Low price", position=1)


@pytest.fixture
def thrifty(price: Benefit) -> BenefitSegment:
    segment = BenefitSegment.objects.create(key="thrifty", name="Thrifty")
    BenefitWeight.objects.create(segment=segment, benefit=price, weight=9)
    return segment


def told() -> Sequence[tuple[str, str, str, str]]:
    """Who did what, from what, to what; the first one first."""
    return list(AuditEntry.objects.order_by("pk").values_list("actor_name", "action", "before", "after"))


def test_table_of_weights_tells_of_each_group_what_changed(
    boss: Client, price: Benefit, thrifty: BenefitSegment
) -> None:
    quality = Benefit.objects.create(key="quality", label="Quality", position=2)
    other = BenefitSegment.objects.create(key="other", name="Others")
    form = boss.get(f"{BASE}/benefitsegment/").context["form"]
    fields = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}

    boss.post(f"{BASE}/benefitsegment/", {**fields, f"weight_{thrifty.pk}_{quality.pk}": "4"})
    version = boss.get(f"{BASE}/benefitsegment/").context["form"].table.version
    boss.post(
        f"{BASE}/benefitsegment/",
        {"version": version, f"weight_{thrifty.pk}_{price.pk}": "", f"weight_{other.pk}_{price.pk}": "2"},
    )

    assert told() == [
        ("anna@example.com", "benefit_weights", "Thrifty: Quality (none)", "Thrifty: Quality 4"),
        ("anna@example.com", "benefit_weights", "Others: Low price (none)", "Others: Low price 2"),
        ("anna@example.com", "benefit_weights", "Thrifty: Low price 9", "Thrifty: Low price (none)"),
    ]


def test_weights_that_stay_are_not_told(price: Benefit, thrifty: BenefitSegment) -> None:
    assert set_benefit_weights({(thrifty.pk, price.pk): 9}, actor=None) == 0

    assert told() == []


def test_group_is_told_when_it_is_added_changed_and_deleted(boss: Client, price: Benefit) -> None:
    fields = {"name": "Thrifty", "key": "thrifty", "description": "", f"benefit_{price.pk}": "9"}
    boss.post(f"{BASE}/benefitsegment/add/", {**fields, **ONE_INDUSTRY})
    pk = BenefitSegment.objects.get().pk
    industry = BenefitSegment.objects.get().industries.get().pk
    kept = {
        **ONE_INDUSTRY,
        "industries-INITIAL_FORMS": "1",
        "industries-0-id": str(industry),
        "industries-0-segment": str(pk),
    }
    boss.post(f"{BASE}/benefitsegment/{pk}/change/", {**fields, **kept, "name": "Careful"})
    boss.post(f"{BASE}/benefitsegment/{pk}/delete/", {"post": "yes"})

    assert [entry[1:] for entry in told()] == [
        ("benefit_segment", "", "Thrifty: industries NACE 62"),
        ("benefit_weights", "Thrifty: Low price (none)", "Thrifty: Low price 9"),
        ("benefit_segment", "Thrifty", "Careful"),
        ("benefit_segment", "Careful: Low price 9, industries NACE 62", ""),
    ]


def test_benefit_is_told_with_the_weights_that_go_with_it(
    boss: Client, thrifty: BenefitSegment, price: Benefit
) -> None:
    boss.post(f"{BASE}/benefit/{price.pk}/change/", {"label": "Price", "position": "1"})
    boss.post(f"{BASE}/benefit/{price.pk}/delete/", {"post": "yes"})

    assert told() == [
        ("anna@example.com", "benefit", "Low price", "Price"),
        ("anna@example.com", "benefit", "Price: position 1, Thrifty 9", ""),
    ]


def test_weights_one_company_stated_are_told_under_the_company(boss: Client, price: Benefit) -> None:
    make_profile("acme")
    boss.post(f"{BASE}/companybenefits/add/", {"customer_key": "acme", f"benefit_{price.pk}": "9"})
    boss.post(f"{BASE}/companybenefits/acme/change/", {"asked_on": "2026-06-01", f"benefit_{price.pk}": "7"})
    boss.post(f"{BASE}/companybenefits/acme/change/", {"asked_on": "2026-06-01", f"benefit_{price.pk}": "7"})

    assert [entry[1:] for entry in told()] == [
        ("company_benefits", "", "Low price 9"),
        ("company_benefits", "Low price 9, asked on (none)", "Low price 7, asked on 1 June 2026"),
    ]
    assert set(AuditEntry.objects.values_list("customer_key", flat=True)) == {"acme"}


def test_scores_of_products_are_told_also_when_many_are_deleted(boss: Client, price: Benefit) -> None:
    boss.post(f"{BASE}/productbenefit/add/", {"sku": "K-1", "benefit": price.pk, "score": "5"})
    row = ProductBenefit.objects.get()
    boss.post(f"{BASE}/productbenefit/{row.pk}/change/", {"sku": "K-1", "benefit": price.pk, "score": "6"})
    more = ProductBenefit.objects.create(sku="K-2", benefit=price, score=1)
    chosen = {"action": "delete_selected", "_selected_action": [row.pk, more.pk], "post": "yes"}
    boss.post(f"{BASE}/productbenefit/", chosen)

    assert [entry[1:] for entry in told()] == [
        ("product_benefit", "", "K-1: Low price 5"),
        ("product_benefit", "K-1: Low price 5", "K-1: Low price 6"),
        ("product_benefit", "K-1: Low price 6", ""),
        ("product_benefit", "K-2: Low price 1", ""),
    ]


@pytest.mark.parametrize("count", [1, 20])
def test_rows_are_put_into_words_at_the_same_price_for_any_number(
    count: int, price: Benefit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    segments = [BenefitSegment.objects.create(key=f"s{n}", name=f"S {n}") for n in range(count)]
    scores = [ProductBenefit.objects.create(sku=f"K-{n}", benefit=price, score=1) for n in range(count)]
    surveys = [CompanyBenefits(customer_key=f"c{n}", weights={"price": 3}) for n in range(count)]

    with django_assert_num_queries(4):
        benefit_segment_facts(segments)
        product_benefit_facts(scores)
        company_benefit_facts(surveys)


def test_import_is_told_when_somebody_confirms_or_drops_it() -> None:
    anna = get_user_model()._default_manager.create_user(email="anna@example.com", password="x")
    now = timezone.now()
    file = b"customer_key,headcount\nacme,5\n"
    kept, dropped = (start_import(file, name=name, actor=None, now=now) for name in ("kept.csv", "dropped.csv"))
    type(kept).objects.filter(pk=kept.pk).update(state="previewed", preview={"rows": 1})

    confirm_import(kept.pk, now=now, actor=anna)
    drop_import(dropped.pk, now=now, actor=anna)

    assert told() == [
        ("anna@example.com", "attribute_import_confirmed", "", "kept.csv"),
        ("anna@example.com", "attribute_import_dropped", "dropped.csv", ""),
    ]


def test_audit_page_has_words_for_every_such_change(boss: Client, price: Benefit) -> None:
    boss.post(f"{BASE}/productbenefit/add/", {"sku": "K-1", "benefit": price.pk, "score": "5"})

    page = boss.get(f"{BASE}/auditentry/").content.decode()

    assert str(ACTIONS["product_benefit"]) in page
    assert "K-1: Low price 5" in page


def test_no_page_changes_rows_past_the_audit() -> None:
    """A page that writes either tells the audit itself, or is one of these, whose services do."""
    by_services = {"Segment", "Draft", "FeatureRule", "ApiToken"}
    writing = {
        model.__name__: page
        for model, page in admin.site._registry.items()
        if model._meta.app_label in {"segmentation", "segmentation_rest"} and not isinstance(page, ReadOnlyAdmin)
    }

    past = {name for name, page in writing.items() if not isinstance(page, AuditedDeletionAdmin)}

    assert past == by_services
    assert all(page.audit_action in ACTIONS for page in writing.values() if isinstance(page, AuditedDeletionAdmin))
