from __future__ import annotations

import pytest
from django.test import Client

from tests.shop.rest.calling import Caller

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/api/", "/api/nothing/", "/api/no/such/thing", "/api/cart/lines/a/b/"])
def test_an_address_that_is_none_is_answered_in_json(path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert answer.json() == {"detail": "Not found.", "code": "not_found"}


def test_an_address_without_its_last_slash_leads_on():
    answer = Caller().get("products", search="pen")

    assert (answer.status_code, answer.url) == (301, "/api/products/?search=pen")
