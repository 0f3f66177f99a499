from __future__ import annotations

import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation import cache
from segmentation.cache import clear_published, read_published
from segmentation.contracts import Feature
from segmentation.models import PublishedSnapshot
from segmentation.public import FeatureSet, features_for, has_feature
from segmentation.registry import features
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.standing import Standing

SETTING_A_LIMIT = 5
"""Statements that set a limit of time inside another transaction, as a test is; outside of one it is a single query."""


@pytest.mark.django_db
def test_first_question_about_a_company_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        features_for("acme").all()


@pytest.mark.django_db
def test_warm_answers_cost_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    features_for("acme").all()

    with django_assert_num_queries(0):
        features_for("acme").all()
        features_for("").all()


@pytest.mark.django_db
def test_every_company_costs_its_own_query_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):
        for _ in range(4):
            for key in ("a", "b", "c"):
                features_for(key).has("toy_search")


@pytest.mark.django_db
def test_unknown_company_and_visitor_count_as_prospects() -> None:
    assert [has_feature(key, "toy_ideas") for key in ("nobody-knows", "")] == [True, True]
    assert [has_feature(key, "toy_reorder") for key in ("nobody-knows", "")] == [False, False]


@pytest.mark.django_db
def test_answer_older_than_the_limit_is_read_again(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0}
    features_for("acme").all()

    with django_assert_num_queries(1 + (SETTING_A_LIMIT if connection.vendor == "postgresql" else 0)):
        features_for("acme").all()


@pytest.mark.django_db
def test_change_by_another_process_is_seen_after_the_limit(settings: Settings) -> None:
    assert has_feature("acme", "toy_search") is True
    with patch("segmentation.cache._store", cache._Store()):
        set_kill_switch(feature="toy_search", killed=True, actor=None)

    before = has_feature("acme", "toy_search")
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0}
    after = has_feature("acme", "toy_search")

    assert (before, after) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_process_that_publishes_answers_anew_at_once() -> None:
    assert has_feature("acme", "toy_search") is True

    set_kill_switch(feature="toy_search", killed=True, actor=None)

    assert has_feature("acme", "toy_search") is False


@pytest.mark.django_db(transaction=True)
def test_read_that_began_before_a_change_is_not_kept() -> None:
    real = PublishedSnapshot.objects.in_bulk

    def slow_read(subjects: object) -> dict[str, PublishedSnapshot]:
        rows = real(subjects)
        set_kill_switch(feature="toy_search", killed=True, actor=None)
        return rows

    with patch.object(type(PublishedSnapshot.objects), "in_bulk", staticmethod(slow_read)):
        stale = has_feature("acme", "toy_search")

    assert (stale, has_feature("acme", "toy_search")) == (True, False)


@pytest.mark.django_db
def test_no_more_companies_are_kept_than_the_setting_says(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_CUSTOMERS": 2}

    for number in range(5):
        read_published(f"company-{number}", now=now())

    assert set(cache._store._kept) == {"", "company-3", "company-4"}


@pytest.mark.django_db
def test_one_company_never_gets_the_answer_of_another() -> None:
    set_feature_override(feature="toy_reorder", customer_key="acme", state="on", actor=None, reason="trial")

    answers = {key: has_feature(key, "toy_reorder") for key in ("acme", "zeta", "acme", "", "zeta")}

    assert answers == {"acme": True, "zeta": False, "": False}


@pytest.mark.django_db
def test_database_that_fails_leaves_the_older_answer_standing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    set_kill_switch(feature="toy_search", killed=True, actor=None)
    assert has_feature("acme", "toy_search") is False
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0}

    with connection.execute_wrapper(_database_is_away), caplog.at_level(logging.ERROR):
        answer = has_feature("acme", "toy_search")

    assert answer is False
    assert [record.name for record in caplog.records] == ["segmentation.cache"]


@pytest.mark.django_db
def test_database_that_fails_before_the_first_answer_is_an_error() -> None:
    clear_published()

    with connection.execute_wrapper(_database_is_away), pytest.raises(OperationalError):
        has_feature("acme", "toy_search")


def _database_is_away(*arguments: object) -> CursorWrapper:
    raise OperationalError("the server closed the connection")


@pytest.mark.django_db(transaction=True)
def test_change_that_is_rolled_back_is_not_published() -> None:
    with transaction.atomic():
        set_kill_switch(feature="toy_search", killed=True, actor=None)
        transaction.set_rollback(True)

    assert has_feature("acme", "toy_search") is True
    assert read_published("acme", now=now()).standing == Standing(customer_key="acme")


@pytest.mark.django_db
def test_answers_kept_are_void_once_an_override_has_ended(admin: AbstractBaseUser) -> None:
    end = now() + timedelta(hours=1)
    set_feature_override(feature="toy_reorder", customer_key="acme", state="on", expires_at=end, actor=admin)

    moments = (end - timedelta(seconds=1), end, end - timedelta(seconds=1))

    assert [features_for("acme", now=moment).has("toy_reorder") for moment in moments] == [True, False, True]


@pytest.mark.django_db
def test_answers_kept_are_void_once_features_are_declared_anew() -> None:
    assert has_feature("acme", "toy_search") is True

    features.unregister("toy_search")
    features.register(Feature(key="toy_search", label="Toy search"))

    assert has_feature("acme", "toy_search") is False


@pytest.mark.django_db
def test_answers_are_worked_out_once_while_nothing_is_published_anew(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0}
    first = features_for("acme").answer("toy_search")

    again = features_for("acme").answer("toy_search")
    set_kill_switch(feature="toy_ideas", killed=True, actor=None)
    after = features_for("acme").answer("toy_search")

    assert (again is first, after is first, after.version - first.version) == (True, False, 1)


@pytest.mark.django_db
def test_permission_of_one_person_is_not_given_to_the_next() -> None:
    allowed = FeatureSet("acme", now=now(), has_permission=lambda _name: True)
    refused = FeatureSet("acme", now=now(), has_permission=lambda _name: False)

    assert [asked.has("toy_budget") for asked in (allowed, refused, allowed)] == [True, False, True]


@pytest.mark.django_db
def test_categories_without_a_class_of_their_own_share_one_answer() -> None:
    asked = features_for("acme")

    for number in range(50):
        asked.has("toy_prices", f"category-{number}")

    kept = read_published("acme", now=now()).answers
    assert [key for key in kept if key[0] == "toy_prices"] == [("toy_prices", "")]
