from __future__ import annotations

import logging

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.public import has_feature
from segmentation.registry import UnknownFeatureError
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.testing import override_features

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.segmentation.toy_pages")]


@pytest.fixture(autouse=True)
def _nothing_but_the_plugin(settings: Settings) -> None:
    settings.MIDDLEWARE = ["segmentation.middleware.FeaturesMiddleware"]
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]


@pytest.fixture
def acme() -> Client:
    return Client(headers={"X-Customer": "acme"})


@pytest.mark.parametrize(("path", "body"), [("/reorder/", b"your usual order"), ("/reorder/7/", b"order 7")])
def test_view_is_open_to_whom_the_feature_is_on(acme: Client, path: str, body: bytes) -> None:
    set_feature_override(feature="toy_reorder", customer_key="acme", state="on", actor=None)

    response = acme.get(path)

    assert (response.status_code, response.content) == (200, body)


@pytest.mark.parametrize("path", ["/reorder/", "/reorder/7/"])
def test_view_is_closed_with_a_friendly_page(acme: Client, path: str) -> None:
    response = acme.get(path)

    assert response.status_code == 404
    assert "“Toy reorder” is not switched on for your company." in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_post_to_a_closed_view_is_refused_too(acme: Client) -> None:
    assert acme.post("/reorder/").status_code == 404


def test_api_is_closed_with_a_friendly_message(acme: Client) -> None:
    response = acme.get("/api/reorder/")

    assert response.status_code == 404
    assert response.json()["detail"] == (
        "This is not switched on for your company. If you would like to use it, please get in touch."
    )


def test_api_is_open_to_whom_the_feature_is_on(acme: Client) -> None:
    assert acme.get("/api/ideas/").json() == {"ideas": 2}


def test_switching_off_closes_an_open_page_at_once(acme: Client) -> None:
    assert acme.get("/api/ideas/").status_code == 200

    set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=None)

    assert acme.get("/api/ideas/").status_code == 404


def test_tag_shows_what_is_on_and_else_the_other_branch(acme: Client) -> None:
    assert acme.get("/menu/").content == b"no reorder, ideas, no prices"


def test_tag_asks_for_a_category(acme: Client) -> None:
    set_feature_rule(feature="toy_prices", segment="new", state="on", actor=None)

    assert acme.get("/menu/", {"category": "chairs"}).content == b"no reorder, ideas, prices"


def test_page_that_asked_is_private_to_the_company(acme: Client) -> None:
    response = acme.get("/menu/")

    assert (response["Cache-Control"], response["Vary"]) == ("private", "Cookie")


def test_page_that_asked_nothing_reads_nothing(acme: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = acme.get("/plain/")

    assert (response.headers.get("Cache-Control"), response.headers.get("Vary")) == (None, None)


def test_whole_page_costs_one_query_cold_and_none_warm(
    acme: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        acme.get("/menu/")
    with django_assert_num_queries(0):
        acme.get("/menu/")


def test_undeclared_feature_raises_where_mistakes_should() -> None:
    with pytest.raises(UnknownFeatureError, match=r"No feature 'toy_typo' is declared\."):
        has_feature("acme", "toy_typo")


def test_undeclared_feature_raises_with_debug(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"STRICT": None}
    settings.DEBUG = True

    with pytest.raises(UnknownFeatureError):
        has_feature("acme", "toy_typo")


@pytest.mark.parametrize("strict", [False, None])
def test_undeclared_feature_is_off_and_logged_live(
    settings: Settings, caplog: pytest.LogCaptureFixture, strict: bool | None
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"STRICT": strict}

    with caplog.at_level(logging.ERROR):
        answer = has_feature("acme", "toy_typo")

    assert answer is False
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_override_features_fixes_answers_for_a_while() -> None:
    with override_features(toy_reorder=True, toy_ideas=False):
        inside = [has_feature("acme", "toy_reorder"), has_feature("acme", "toy_ideas")]

    assert inside == [True, False]
    assert [has_feature("acme", "toy_reorder"), has_feature("acme", "toy_ideas")] == [False, True]


@override_features(toy_reorder=True)
def test_override_features_decorates() -> None:
    assert has_feature("acme", "toy_reorder") is True


def test_override_features_refuses_an_undeclared_feature() -> None:
    with pytest.raises(UnknownFeatureError), override_features(toy_typo=True):
        pass
