"""No page takes more than twelve queries, that of a company at most twenty-one, and none takes more for more rows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from segmentation.models import (
    Benefit,
    BenefitIndustry,
    BenefitSegment,
    BenefitWeight,
    CompanyBenefits,
    OutboxEntry,
    ProductBenefit,
    Run,
)
from segmentation.services.plan_switch import plan_switch
from segmentation.services.set_buyclass_override import set_buyclass_override
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.admin.rows import (
    AT,
    make_category_profile,
    make_change,
    make_profile,
    make_run,
    make_segments,
)

MOST = 12
MOST_OF_A_COMPANY = 22
"""Its page shows all there is of it and the drafts that are open, and two of the queries are the host's."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Client:
    """Somebody of the staff who holds every right of the plugin one by one: that takes two queries more than a boss."""
    person = get_user_model()._default_manager.create_user(email="cleo@example.com", password="x", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="segmentation"))
    client = Client()
    client.force_login(person)
    return client


def fill(count: int, *, beyond: int = 0) -> None:
    """Rows of everything that a page may list, up to so many, beyond those that are there."""
    make_segments(count, beyond=beyond)
    run = Run.objects.order_by("pk").first() or make_run()
    for n in range(beyond, count):
        key = f"c{n}"
        make_profile(key)
        make_category_profile("c0", f"kind-{n}")
        make_change("c0", category=f"kind-{n}", run=run)
        make_change(key, run=run)
        make_run()
        set_membership_choice(
            segment_key=f"group-{n}", customer_keys=["c0"], include=True, reason="A tender", actor=None
        )
        set_feature_override(feature="toy_ideas", customer_key=key, state="on", actor=None, reason="A trial")
        set_buyclass_override(customer_key=key, buyclass="major", actor=None, reason="A tender")
        plan_switch(
            feature="toy_ideas",
            segment=f"group-{n}",
            state="on",
            publish_at=datetime(2099, 1, 1, tzinfo=UTC),
            actor=None,
            now=AT,
        )
        OutboxEntry.objects.create(customer_key=key, marked_at=AT)
        benefit = Benefit.objects.create(key=f"benefit-{n}", label=f"Benefit {n}")
        weighed = BenefitSegment.objects.create(key=f"weighed-{n}", name=f"Weighed {n}")
        BenefitWeight.objects.create(segment=weighed, benefit=benefit, weight=5)
        BenefitIndustry.objects.create(segment=weighed, scheme="nace", prefix=str(n))
        CompanyBenefits.objects.create(customer_key=key, weights={benefit.key: 5})
        ProductBenefit.objects.create(sku=f"K-{n}", benefit=benefit, score=5)


def pages() -> list[str]:
    """Every list, form and page of the plugin's admin that can be opened."""
    found = ["/admin/segmentation/", reverse("admin:segmentation_overview")]
    for model in admin.site._registry:
        if model._meta.app_label != "segmentation":
            continue
        name = f"admin:segmentation_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        first = model._default_manager.order_by("pk").first()
        if first is not None:
            found.append(reverse(f"{name}_change", args=[first.pk]))
    return found


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_no_page_takes_more_than_twelve_queries_or_more_for_more_rows(clerk: Client) -> None:
    fill(1)
    ContentType.objects.get_for_models(*apps.get_models())  # remembered for good by the process
    few = {url: queries_of(clerk, url) for url in pages()}
    company = reverse("admin:segmentation_customerprofile_change", args=["c0"])
    assert few.pop(company) <= MOST_OF_A_COMPANY
    assert {url: queries for url, queries in few.items() if queries > MOST} == {}
    few[company] = queries_of(clerk, company)
    fill(30, beyond=1)

    assert {url: queries_of(clerk, url) for url in few} == few
