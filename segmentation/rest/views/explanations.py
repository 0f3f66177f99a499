from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.contracts import DecidedBy, PermissionTest, Reason
from segmentation.parameters import to_json
from segmentation.registry import features
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Unacceptable
from segmentation.rest.schema import described
from segmentation.rest.serializers.explanations import ExplanationSerializer, QuestionSerializer
from segmentation.rest.views.features import LOOK
from segmentation.selectors.explain_feature import Explanation, explain_feature
from segmentation.selectors.people import find_person, permissions_of
from segmentation.words.feature_reasons import reason_text


class Explain(PluginView):
    """Whether a feature is on for a company, and everything that has a say in it."""

    tag = "features"
    needs = {"GET": LOOK}

    @described(operation_id="explain_feature", parameters=[QuestionSerializer], responses=ExplanationSerializer)
    def get(self, request: Request) -> Response:
        asked = QuestionSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        facts = asked.validated_data
        if facts["feature"] not in features:
            raise Unacceptable([(("feature",), _("There is no feature with this key."))], code="unknown_feature")
        explanation = explain_feature(
            facts["feature"],
            customer_key=facts["customer_key"],
            category=facts["category"],
            has_permission=_permissions_of(facts["user"], facts["customer_key"]),
            now=timezone.now(),
        )
        told = {**_explanation(explanation), "customer_key": facts["customer_key"], "user": facts["user"]}
        return Response(ExplanationSerializer(told).data)


def _permissions_of(user: str, customer_key: str) -> PermissionTest | None:
    if not user:
        return None
    if find_person(user) is None:
        raise Unacceptable([(("user",), _("There is nobody with this name."))], code="unknown_user")
    return permissions_of(user, customer_key=customer_key)


def _explanation(explanation: Explanation) -> Mapping[str, Any]:
    answer = explanation.answer
    return {
        **_said(answer.decided_by, answer.enabled, answer.reason),
        "feature": answer.feature,
        "category": answer.category,
        "variant": answer.variant,
        "version": answer.version,
        "since": explanation.since,
        "parameters": [
            {
                "key": said.parameter.key,
                "label": said.parameter.label,
                "value": to_json(said.value),
                "source": said.source,
            }
            for said in explanation.parameters
        ],
        "others": [_said(other.by, other.enabled, other.reason) for other in explanation.others],
    }


def _said(by: DecidedBy, enabled: bool, reason: Reason) -> Mapping[str, Any]:
    return {
        "decided_by": by,
        "enabled": enabled,
        "code": reason.code,
        "sentence": reason_text(reason),
        "segment": reason.params.get("segment"),
    }
