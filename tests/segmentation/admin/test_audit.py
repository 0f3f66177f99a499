from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from segmentation.models import AuditEntry
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_profile

URL = "/admin/segmentation/auditentry/"

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> list[str]:
    return sorted(entry.action for entry in client.get(f"{URL}?{query}").context["cl"].result_list)


@pytest.fixture
def _three_changes(db: None) -> None:
    make_profile("acme")
    set_feature_rule(feature="toy_reorder", segment="routine", state="off", actor=None, reason="Too early")
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=None, reason="A trial")
    set_kill_switch(feature="toy_prices", killed=True, actor=None)


def test_changes_are_closed_without_the_view_right(log_in: LogIn) -> None:
    assert log_in("view_run").get(URL).status_code == 403


@pytest.mark.usefixtures("_three_changes")
def test_changes_say_in_words_what_happened(log_in: LogIn) -> None:
    page = log_in("view_auditentry").get(URL).content.decode()

    words = ["Feature for a segment", "Toy reorder", "Routine buyers", "ACME Trading", "Too early", "The shop itself"]
    assert [word for word in words if word not in page] == []


@pytest.mark.usefixtures("_three_changes")
@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("q=acme trading", ["feature_override"]),
        ("q=Toy reorder", ["feature_rule"]),
        ("q=trial", ["feature_override"]),
        ("action=kill_switch", ["kill_switch"]),
        ("feature=toy_reorder", ["feature_rule"]),
        ("q=nobody", []),
    ],
)
def test_changes_are_found(boss: Client, query: str, actions: list[str]) -> None:
    assert found(boss, query) == actions


@pytest.mark.usefixtures("_three_changes")
@pytest.mark.parametrize("doing", ["delete", "change"])
def test_changes_are_never_changed(boss: Client, doing: str) -> None:
    entry = AuditEntry.objects.latest("pk")

    response = boss.post(f"{URL}{entry.pk}/{doing}/", {"post": "yes", "reason": "Never happened"})

    assert response.status_code == 403
    assert AuditEntry.objects.get(pk=entry.pk).reason == entry.reason


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_changes(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        AuditEntry.objects.create(at=AT, action="feature_override", feature="toy_ideas", customer_key=f"c{n}")

    with django_assert_num_queries(6):
        boss.get(URL)
