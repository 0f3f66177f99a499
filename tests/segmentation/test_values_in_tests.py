"""Features that are set to values while a test runs, and templates that tell why."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from segmentation.contracts import Feature
from segmentation.parameter import Parameter, ParameterKind
from segmentation.parameters import ParameterError
from segmentation.public import features_for
from segmentation.registry import features
from segmentation.testing import override_features

MANY = Feature(
    key="toy_many",
    label="Toy many",
    parameters=(
        Parameter(key="items", label="Items", kind=ParameterKind.WHOLE, default=12, minimum=1, maximum=50),
        Parameter(key="pages", label="Pages", kind=ParameterKind.WHOLE, default=3),
    ),
)


@pytest.fixture(autouse=True)
def _many() -> object:
    features.register(MANY)
    yield
    features.unregister("toy_many")


@pytest.mark.django_db
def test_values_are_on_with_the_declared_for_the_others() -> None:
    with override_features(toy_many={"items": 5}):
        own = features_for("acme")

        assert (own.has("toy_many"), own.count("toy_many", "items"), own.count("toy_many", "pages")) == (True, 5, 3)


def test_values_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ParameterError, match="not above 50"), override_features(toy_many={"items": 51}):
        pass


@pytest.mark.django_db
def test_why_is_folded_away_while_on_and_not_there_while_off() -> None:
    template = Template('{% load buyclass %}{% why_feature "toy_ideas" %}|{% why_feature "toy_reorder" %}')

    shown, hidden = template.render(Context({"features": features_for("acme")})).split("|")

    assert "“Toy ideas” is here because you may be looking for ideas." in shown
    assert "<summary>Why do I see this?</summary>" in shown
    assert hidden.strip() == ""
