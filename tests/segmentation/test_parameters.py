from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import OperationalError
from django.utils import translation
from pytest_django import Settings

from segmentation.contracts import Feature
from segmentation.models import AuditEntry, FeatureRule
from segmentation.parameter import Choices, Parameter, ParameterKind
from segmentation.parameters import ParameterError, clean_parameter, clean_parameters, read_parameter
from segmentation.public import features_for
from segmentation.registry import features
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.standing import EVERYBODY
from segmentation.words.audit import value_text

LENGTH = Parameter(key="length", label="Length", kind=ParameterKind.WHOLE, default=20, minimum=1, maximum=50)
POINTS = Parameter(key="points", label="Points", kind=ParameterKind.DECIMAL, default=Decimal("0.5"), minimum=0)
SHOWN = Parameter(key="shown", label="Shown", kind=ParameterKind.FLAG, default=True)
PRICES = Parameter(
    key="prices",
    label="Price list",
    kind=ParameterKind.CHOICE,
    default="list",
    choices=lambda: [("list", "List prices"), ("frame", "Frame contract")],
)
TITLE = Parameter(key="title", label="Title", kind=ParameterKind.TEXT, default="")
LISTS = Feature(key="toy_lists", label="Toy lists", default=True, parameters=(LENGTH, POINTS, SHOWN, PRICES, TITLE))


@contextmanager
def declared(feature: Feature) -> Iterator[None]:
    features.register(feature)
    try:
        yield
    finally:
        features.unregister(feature.key)


@pytest.fixture
def _lists() -> Iterator[None]:
    with declared(LISTS):
        yield


def test_values_are_stored_as_plain_json_and_read_as_what_they_are() -> None:
    stored = clean_parameters(
        LISTS, {"length": "12", "points": "1.50", "shown": "no", "prices": "frame", "title": "Ours"}
    )

    assert stored == {"length": 12, "points": "1.50", "shown": False, "prices": "frame", "title": "Ours"}
    read = [read_parameter(parameter, stored[parameter.key]) for parameter in LISTS.parameters]
    assert read == [12, Decimal("1.50"), False, "frame", "Ours"]


def test_what_is_empty_is_not_said() -> None:
    assert clean_parameters(LISTS, {"length": "", "points": None, "shown": ""}) == {}


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        ({"length": "many"}, {"length": "Length: this is not a number."}),
        ({"length": "NaN"}, {"length": "Length: this is not a number."}),
        ({"length": True}, {"length": "Length: this is not a number."}),
        ({"length": "2.5"}, {"length": "Length: only whole numbers."}),
        ({"length": 0}, {"length": "Length: not below 1."}),
        ({"length": 51}, {"length": "Length: not above 50."}),
        ({"length": "1.000"}, {"length": "Length: only whole numbers."}),
        ({"points": "0,5"}, {"points": "Points: this is not a number. Write it like 0.5."}),
        ({"points": "-0.01"}, {"points": "Points: not below 0."}),
        ({"shown": "perhaps"}, {"shown": "Shown: say yes or no."}),
        ({"prices": "gold"}, {"prices": "Price list: this is not one of the choices."}),
        ({"title": "x" * 201}, {"title": "Title: at most 200 characters."}),
        ({"size": 3}, {"size": "There is no such value here: size."}),
        (
            {"length": 0, "shown": "perhaps"},
            {"length": "Length: not below 1.", "shown": "Shown: say yes or no."},
        ),
    ],
)
def test_value_that_does_not_fit_is_told_in_a_sentence(raw: dict[str, Any], problems: dict[str, str]) -> None:
    with pytest.raises(ParameterError) as refused:
        clean_parameters(LISTS, raw)

    assert refused.value.problems == problems


@pytest.mark.django_db
@pytest.mark.usefixtures("_lists")
def test_each_value_is_by_the_strongest_who_says_one(admin: AbstractBaseUser) -> None:
    rule = {"feature": "toy_lists", "actor": admin}
    set_feature_rule(segment=EVERYBODY, parameters={"length": 10, "points": "2", "title": "Everybody's"}, **rule)
    set_feature_rule(segment="new", parameters={"length": 7, "shown": "no"}, **rule)
    set_feature_override(
        feature="toy_lists", customer_key="acme", state="on", parameters={"title": "Acme's"}, actor=admin
    )

    answer = features_for("acme").answer("toy_lists")

    assert answer.parameters == {
        "length": 7,
        "points": Decimal(2),
        "shown": False,
        "prices": "list",
        "title": "Acme's",
    }
    assert features_for("acme").value("toy_lists", "length") == 7


@pytest.mark.django_db
@pytest.mark.usefixtures("_lists")
def test_segment_that_says_off_is_not_asked_for_values(admin: AbstractBaseUser) -> None:
    set_feature_rule(feature="toy_lists", segment="new", state="off", parameters={"length": 7}, actor=admin)

    assert features_for("acme").value("toy_lists", "length") == 20


@pytest.mark.django_db
@pytest.mark.usefixtures("_lists")
def test_stored_value_that_no_longer_fits_leaves_the_next_weaker_one(admin: AbstractBaseUser) -> None:
    set_feature_rule(feature="toy_lists", segment=EVERYBODY, parameters={"length": 10}, actor=admin)
    set_feature_rule(feature="toy_lists", segment="new", parameters={"length": 45}, actor=admin)
    tight = Parameter(key="length", label="Length", kind=ParameterKind.WHOLE, default=5, maximum=30)

    features.unregister("toy_lists")
    features.register(Feature(key="toy_lists", label="Toy lists", default=True, parameters=(tight,)))

    assert features_for("acme").answer("toy_lists").parameters == {"length": 10}


@pytest.mark.django_db
@pytest.mark.usefixtures("_lists")
def test_refused_value_changes_nothing(admin: AbstractBaseUser) -> None:
    with pytest.raises(ParameterError):
        set_feature_rule(feature="toy_lists", segment="new", state="on", parameters={"length": 0}, actor=admin)

    assert (FeatureRule.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("_lists")
def test_share_that_is_none_is_refused(admin: AbstractBaseUser) -> None:
    with pytest.raises(ValueError, match="101 is no share"):
        set_feature_rule(feature="toy_lists", segment="new", state="on", share=101, actor=admin)


@pytest.mark.django_db
@pytest.mark.usefixtures("_lists")
def test_audit_says_all_that_changed_in_words(admin: AbstractBaseUser) -> None:
    set_feature_rule(
        feature="toy_lists", segment="new", state="on", share=30, held_out=10, parameters={"length": 5}, actor=admin
    )

    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ("inherit", "on; share=30; held_out=10; length=5")
    assert value_text(entry.action, entry.after, feature=entry.feature) == (
        "On; for 30 % of the companies; 10 % of them held out; Length: 5"
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("_lists")
def test_rule_that_says_nothing_any_more_is_gone(admin: AbstractBaseUser) -> None:
    set_feature_rule(feature="toy_lists", segment="new", state="on", share=30, parameters={"length": 5}, actor=admin)

    set_feature_rule(feature="toy_lists", segment="new", state="inherit", share=100, parameters={}, actor=admin)

    assert FeatureRule.objects.count() == 0


@pytest.mark.parametrize("typed", ["0,5", " 0,5 ", "0.5", 0.5])
def test_number_is_read_in_the_language_of_whoever_typed_it(typed: object) -> None:
    with translation.override("da"):
        assert clean_parameters(LISTS, {"points": typed}) == {"points": "0.5"}


def test_number_that_could_mean_another_is_refused_in_the_readers_language() -> None:
    tight = Parameter(
        key="points", label="Point", kind=ParameterKind.DECIMAL, default=Decimal(1), minimum=Decimal("0.5")
    )

    with translation.override("da"):
        for raw, problem in (("1.000,5", "Write it like 0,5."), ("0,4", "not below 0,5.")):
            with pytest.raises(ValueError, match=problem):
                clean_parameter(tight, raw)
        with pytest.raises(ValueError, match="only whole numbers"):
            clean_parameter(LENGTH, "1.000")


@pytest.mark.django_db
def test_choice_that_the_host_has_removed_leaves_the_next_weaker_one(
    admin: AbstractBaseUser, settings: Settings
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0}
    lists = [("list", "List prices"), ("frame", "Frame contract"), ("spring", "Spring")]
    prices = replace(PRICES, choices=lambda: list(lists))
    with declared(Feature(key="toy_lists", label="Toy lists", default=True, parameters=(prices,))):
        set_feature_rule(feature="toy_lists", segment=EVERYBODY, parameters={"prices": "spring"}, actor=admin)
        set_feature_rule(feature="toy_lists", segment="new", parameters={"prices": "frame"}, actor=admin)
        seen = [features_for("acme").value("toy_lists", "prices")]
        for _gone in range(2):
            lists.pop(1)
            seen.append(features_for("acme").value("toy_lists", "prices"))

    assert seen == ["frame", "spring", "list"]


def test_choices_of_the_host_are_asked_for_once_in_a_while(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 60}
    asked: list[int] = []
    prices = replace(PRICES, choices=lambda: asked.append(1) or [("list", "List prices")])

    read = [read_parameter(prices, value) for value in ("list", "gone", "list")]

    assert (read, len(asked)) == (["list", None, "list"], 1)


def test_last_choices_stand_while_the_database_fails(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0}
    answers = iter([[("list", "List prices")]])

    def choices() -> Choices:
        for one in answers:
            return one
        raise OperationalError

    prices = replace(PRICES, choices=choices)

    assert [read_parameter(prices, value) for value in ("list", "list", "gone")] == ["list", "list", None]
