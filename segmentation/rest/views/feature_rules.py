from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.contracts import Feature
from segmentation.locks import lock_switches
from segmentation.parameters import ParameterError, read_parameter
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Unacceptable
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.serializers.features import (
    RULE_EXAMPLES,
    ChangeRuleSerializer,
    FeatureRuleSerializer,
    SetRuleSerializer,
    WhySerializer,
)
from segmentation.rest.versions import IF_MATCH, require_version, versioned
from segmentation.rest.views.features import CHANGE, LOOK, feature_or_404, refuse_without_draft, switches_now
from segmentation.selectors.switches import last_changes
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.standing import EVERYBODY, EVERYBODY_KEY, NOTHING_SAID, Switches, SwitchRule
from segmentation.words.segment_names import segment_name


class FeatureRules(PluginView):
    """Every rule of a feature, that of the segment that decides first in front, that of everybody last."""

    tag = "features"
    needs = {"GET": LOOK}

    @described(operation_id="list_feature_rules", responses=FeatureRuleSerializer(many=True))
    def get(self, request: Request, feature: str) -> Response:
        declared, switches = feature_or_404(feature), switches_now()
        rules, changed = switches.of(declared.key).rules, last_changes(declared.key)
        told = [
            rule_row(declared, place, switches, changed) for place in (*switches.segments, EVERYBODY) if place in rules
        ]
        return Response(FeatureRuleSerializer(told, many=True).data)


class FeatureRuleDetail(PluginView):
    """What is said of a feature for a segment, or for `everybody` whom no segment decides."""

    tag = "features"
    needs = {"GET": LOOK, "PUT": CHANGE, "PATCH": CHANGE, "DELETE": CHANGE}

    @described(operation_id="get_feature_rule", responses=FeatureRuleSerializer)
    def get(self, request: Request, feature: str, segment: str) -> Response:
        return answer_rule(feature_or_404(feature), segment)

    @described(
        operation_id="set_feature_rule",
        parameters=[IF_MATCH],
        request=SetRuleSerializer,
        responses=FeatureRuleSerializer,
        examples=RULE_EXAMPLES,
    )
    @once
    def put(self, request: Request, feature: str, segment: str) -> Response:
        """Say just this, and nothing else."""
        return self._write(request, feature, segment, SetRuleSerializer)

    @described(
        operation_id="change_feature_rule",
        parameters=[IF_MATCH],
        request=ChangeRuleSerializer,
        responses=FeatureRuleSerializer,
        examples=RULE_EXAMPLES,
    )
    @once
    def patch(self, request: Request, feature: str, segment: str) -> Response:
        """Say something else of what is sent; null takes a parameter back."""
        return self._write(request, feature, segment, ChangeRuleSerializer)

    @described(
        operation_id="drop_feature_rule", parameters=[WhySerializer, IF_MATCH], request=None, responses={204: None}
    )
    @once
    def delete(self, request: Request, feature: str, segment: str) -> Response:
        """Say nothing here any more."""
        declared = feature_or_404(feature)
        wish = WhySerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        with transaction.atomic():
            place, _before = held_rule(request, declared, segment)
            set_feature_rule(
                feature=declared.key,
                segment=place,
                actor=self.person,
                state=NOTHING_SAID.state,
                share=NOTHING_SAID.share,
                held_out=NOTHING_SAID.held_out,
                parameters={},
                reason=wish.validated_data["reason"],
            )
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _write(self, request: Request, feature: str, segment: str, serializer: type[ChangeRuleSerializer]) -> Response:
        declared = feature_or_404(feature)
        sent = serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        with transaction.atomic():
            place, before = held_rule(request, declared, segment)
            if request.method == "PATCH" and "parameters" in facts:
                facts["parameters"] = {**_fitting(declared, before), **facts["parameters"]}
            try:
                set_feature_rule(feature=declared.key, segment=place, actor=self.person, **facts)
            except ParameterError as error:
                raise unfit_parameters(error) from error
            return answer_rule(declared, segment)


def held_rule(request: Request, feature: Feature, segment: str) -> tuple[str, SwitchRule]:
    """The segment and its rule, held so that what is compared is what is overwritten."""
    refuse_without_draft()
    lock_switches()
    switches = switches_now()
    place = place_or_404(segment, switches)
    rule = _rule(feature, place, switches)
    require_version(request, rule.as_payload())
    return place, rule


def answer_rule(feature: Feature, segment: str) -> Response:
    switches = switches_now()
    place = place_or_404(segment, switches)
    told = FeatureRuleSerializer(rule_row(feature, place, switches, last_changes(feature.key))).data
    return versioned(told, edition=_rule(feature, place, switches).as_payload())


def place_or_404(segment: str, switches: Switches) -> str:
    if segment == EVERYBODY_KEY:
        return EVERYBODY
    if segment not in switches.segments:
        raise NotFound
    return segment


def rule_row(
    feature: Feature, place: str, switches: Switches, changed: Mapping[str, datetime | None]
) -> Mapping[str, Any]:
    rule = _rule(feature, place, switches)
    return {
        "feature": feature.key,
        "segment": place or EVERYBODY_KEY,
        "name": segment_name(place, switches.names.get(place)) if place else _("Everybody"),
        "state": rule.state,
        "share": rule.share,
        "held_out": rule.held_out,
        "parameters": rule.parameters,
        "changed_at": changed.get(place),
        "version": switches.version,
    }


def _fitting(feature: Feature, rule: SwitchRule) -> Mapping[str, Any]:
    """What a rule says of parameters that are still declared, and still take it."""
    said = [
        (parameter, rule.parameters[parameter.key])
        for parameter in feature.parameters
        if parameter.key in rule.parameters
    ]
    return {parameter.key: value for parameter, value in said if read_parameter(parameter, value) is not None}


def unfit_parameters(error: ParameterError) -> Unacceptable:
    problems = [(("parameters", key), message) for key, message in error.problems.items()]
    return Unacceptable(problems, code="invalid_parameters")


def _rule(feature: Feature, place: str, switches: Switches) -> SwitchRule:
    return switches.of(feature.key).rules.get(place, NOTHING_SAID)
