"""How the list of key accounts is counted and cut into pages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.segmentation.admin.rows import make_profile
from tests.segmentation.admin.test_key_accounts import PAGE, know

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", ["-margin", "growth"])
def test_key_account_that_no_run_has_seen_yet_is_counted_and_listed(boss: Client, order: str) -> None:
    make_profile("seen", value_year=11_000, value_year_before=10_000)
    know(fresh={"key_account": True}, seen={"key_account": True, "margin_year": 100})

    page = boss.get(f"{PAGE}?o={order}")

    assert [said["row"].label.key for said in page.context["rows"]] == ["seen", "fresh"]
    assert (page.context["groups"][0][2], page.context["page"].page.paginator.count) == (2, 2)


@pytest.mark.parametrize(
    ("manager", "counted"), [("", 60), ("Eva", 53), ("Bo", 1), ("-", 6), ("Nobody", 0), ("Ida", 0)]
)
def test_pages_are_as_many_as_the_manager_s_companies_take(boss: Client, manager: str, counted: int) -> None:
    keys = [f"k{n:02}" for n in range(60)]
    managers = dict.fromkeys(keys[:53], "Eva") | {keys[53]: "Bo"}
    know(**{key: {"key_account": True, "account_manager": managers.get(key)} for key in keys})
    know(other={"key_account": False, "account_manager": "Ida"})

    page = boss.get(f"{PAGE}?manager={manager}&p=9").context["page"]

    assert (page.page.paginator.count, page.managers) == (counted, ["Bo", "Eva"])
    assert len(page.rows) == (counted % 50 if counted > 50 else counted)
