from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import URLPattern
from drf_spectacular.generators import SchemaGenerator

from shop.rest.urls import urlpatterns


def test_schema_is_generated_without_warnings(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))

    assert (tmp_path / "schema.yml").stat().st_size > 0


def test_schema_describes_every_route_of_the_shop_and_no_other():
    described = set(SchemaGenerator().get_schema(public=True)["paths"])

    assert described == {f"/api/{_plain(pattern)}" for pattern in urlpatterns if pattern.name != "api-nowhere"}


def test_schema_is_served(client):
    response = client.get("/api/schema/", headers={"Accept": "application/json"})

    assert (response.status_code, response.json()["info"]["title"]) == (200, "Nordkontor shop")


def _plain(pattern: URLPattern) -> str:
    return str(pattern.pattern).replace("<str:", "{").replace("<int:pk", "{id").replace(">", "}")


@pytest.mark.parametrize("name", ["unit_price", "volume_prices"])
def test_schema_names_the_shape_of_prices(name):
    product = SchemaGenerator().get_schema(public=True)["components"]["schemas"]["Product"]

    assert product["properties"][name]["type"] == {"unit_price": "string", "volume_prices": "array"}[name]
