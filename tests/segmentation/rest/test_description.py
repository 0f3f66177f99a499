from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from segmentation.rest.schema import PluginGenerator
from segmentation.rest.urls import urlpatterns
from tests.segmentation.rest.conftest import make_person
from tests.segmentation.rest.routes import routes

UNDESCRIBED = {"schema", "swagger", "redoc", "nowhere"}


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(make_person())
    return client


def test_description_is_valid_and_holds_every_route():
    described = PluginGenerator().get_schema(public=True)
    validate_schema(described)

    written = {str(p.pattern).strip("^$") for p in urlpatterns if p.name not in UNDESCRIBED}
    known = {re.sub(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)", r"{\1\2}", f"/api/{pattern}") for pattern in written}
    assert set(described["paths"]) == known


def test_description_comes_without_a_warning(capsys):
    PluginGenerator().get_schema(public=True)

    assert capsys.readouterr().err == ""


def test_every_operation_has_a_name_of_its_own():
    names = Counter(route.operation for route in routes())

    assert [name for name, count in names.items() if count > 1] == []


def test_refusals_are_described_as_they_come(staff):
    described = staff.get("/api/schema/", headers={"Accept": "application/json"}).json()

    refusal = described["paths"]["/api/runs/"]["post"]["responses"]["409"]
    assert list(refusal["content"]) == ["application/problem+json"]
    assert described["info"]["title"] == "Buyclass"


@pytest.mark.parametrize("page", ["/api/docs/", "/api/redoc/"])
def test_pages_load_nothing_from_elsewhere(staff, page):
    shown = staff.get(page)

    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", shown.text) == []
    assert "default-src 'self'" in shown.headers["Content-Security-Policy"]


def test_refusal_is_a_problem(db):
    answer = Client().get("/api/runs/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.json() == {
        "title": "Unauthorized",
        "status": 401,
        "code": "not_authenticated",
        "detail": "Authentication credentials were not provided.",
        "problems": [],
    }
