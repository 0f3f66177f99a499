from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.choices_kept import choices_of
from segmentation.contracts import Feature
from segmentation.locks import lock_switches
from segmentation.parameter import Parameter
from segmentation.parameters import to_json
from segmentation.registry import features
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Conflict, Unacceptable
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.features import ChangeFeatureSerializer, FeatureSerializer
from segmentation.rest.versions import IF_MATCH, require_version, versioned
from segmentation.selectors.explain_feature import published_now
from segmentation.selectors.may_switch import NeedsDraftError, check_may_switch
from segmentation.services.set_kill_switch import set_by_category, set_kill_switch
from segmentation.standing import Switches

LOOK = Need(Scope.FEATURES_READ, "view_featurerule")
CHANGE = Need(Scope.FEATURES_WRITE, "change_featurerule")
CHANGE_WHOLE = Need(Scope.FEATURES_WRITE, "change_featuresetting")
"""What is said of a feature for everybody at once is not for who may switch it for segments alone."""


class Features(PluginView):
    """Every feature that the shop declares."""

    tag = "features"
    needs = {"GET": LOOK}

    @described(operation_id="list_features", responses=FeatureSerializer(many=True))
    def get(self, request: Request) -> Response:
        switches = switches_now()
        told = [feature_row(feature, switches) for feature in features]
        return Response(FeatureSerializer(told, many=True).data)


class FeatureDetail(PluginView):
    """One feature: as it is declared, and what is said of it as a whole."""

    tag = "features"
    needs = {"GET": LOOK, "PATCH": CHANGE_WHOLE}

    @described(operation_id="get_feature", responses=FeatureSerializer)
    def get(self, request: Request, feature: str) -> Response:
        return answer_feature(feature_or_404(feature))

    @described(
        operation_id="change_feature",
        parameters=[IF_MATCH],
        request=ChangeFeatureSerializer,
        responses=FeatureSerializer,
    )
    @once
    def patch(self, request: Request, feature: str) -> Response:
        """Switch it off for everybody or lift that; let it go by category or by the company as a whole."""
        declared = feature_or_404(feature)
        sent = ChangeFeatureSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        if "by_category" in facts and not declared.per_category:
            raise Unacceptable([(("by_category",), _("This feature is never asked for a category."))])
        refuse_without_draft(switches_off_for_everybody=facts.get("killed", False) and "by_category" not in facts)
        with transaction.atomic():
            # Whoever switches features holds this, so what is compared here is what is overwritten.
            lock_switches()
            require_version(request, edition_of(declared, switches_now()))
            by = {"feature": feature, "actor": self.person, "reason": facts["reason"]}
            if "killed" in facts:
                set_kill_switch(killed=facts["killed"], **by)
            if "by_category" in facts:
                set_by_category(allowed=facts["by_category"], **by)
            return answer_feature(declared)


def refuse_without_draft(*, switches_off_for_everybody: bool = False) -> None:
    """Where a second person has to approve what changes in the shop, it goes through a draft."""
    with pointing_to_drafts():
        check_may_switch(switches_off_for_everybody=switches_off_for_everybody)


@contextmanager
def pointing_to_drafts() -> Iterator[None]:
    try:
        yield
    except NeedsDraftError as error:
        raise Conflict(str(error), code="needs_draft") from error


def switches_now() -> Switches:
    """What is said of all features; one query."""
    return published_now("").switches


def feature_or_404(key: str) -> Feature:
    if key not in features:
        raise NotFound
    return features.get(key)


def answer_feature(feature: Feature) -> Response:
    switches = switches_now()
    told = FeatureSerializer(feature_row(feature, switches)).data
    return versioned(told, edition=edition_of(feature, switches))


def edition_of(feature: Feature, switches: Switches) -> Mapping[str, bool]:
    own = switches.of(feature.key)
    return {"killed": own.killed, "by_category": own.by_category}


def feature_row(feature: Feature, switches: Switches) -> Mapping[str, Any]:
    return {
        "key": feature.key,
        "label": feature.label,
        "help": feature.help,
        "serves": sorted(feature.serves),
        "default": feature.default,
        "permission": feature.permission,
        "per_category": feature.per_category,
        "parameters": [_parameter_row(parameter) for parameter in feature.parameters],
        **edition_of(feature, switches),
        "version": switches.version,
    }


def _parameter_row(parameter: Parameter) -> Mapping[str, Any]:
    names = ("key", "label", "help", "kind", "unit", "minimum", "maximum")
    choices = [{"value": value, "label": label} for value, label in choices_of(parameter)]
    row = {name: getattr(parameter, name) for name in names}
    return row | {"default": to_json(parameter.default), "choices": choices}
