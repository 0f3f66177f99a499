from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import Segment
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Unacceptable
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.rules import (
    RULE_EXAMPLES,
    AskPreviewSerializer,
    CheckedRuleSerializer,
    PreviewSerializer,
    RuleSerializer,
)
from segmentation.rules import Rule, RuleError, read_new_rule
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.preview_rule import preview_rule
from segmentation.tasks import shop_day

# Both answer questions and change nothing; they are sent as POST because a rule does not fit into an address.
NEEDS = {"POST": Need(Scope.SEGMENTS_READ, "view_segment")}


class RuleCheck(PluginView):
    """Whether a rule can be used, and what is wrong with it where."""

    tag = "rules"
    needs = NEEDS

    @described(
        operation_id="check_rule", request=RuleSerializer, responses=CheckedRuleSerializer, examples=RULE_EXAMPLES
    )
    def post(self, request: Request) -> Response:
        sent = RuleSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            rule = read_new_rule(sent.validated_data["rule"], today=shop_day())
        except RuleError as error:
            problems = [{"path": problem.path, "message": problem.message} for problem in error.problems]
            answer: dict[str, Any] = {"valid": False, "rule": None, "problems": problems}
        else:
            answer = {"valid": True, "rule": rule.as_json(), "problems": []}
        return Response(CheckedRuleSerializer(answer).data)


class RulePreview(PluginView):
    """How many companies a rule takes in, some of them, and what it would change; nothing is saved."""

    tag = "rules"
    effort = "heavy"
    needs = NEEDS

    @described(
        operation_id="preview_rule", request=AskPreviewSerializer, responses=PreviewSerializer, examples=RULE_EXAMPLES
    )
    def post(self, request: Request) -> Response:
        sent = AskPreviewSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        rule = rule_or_refusal(facts["rule"])
        segment_id = _segment_id(facts.get("segment"))
        preview = preview_rule(rule, segment_id=segment_id, today=shop_day(), sample=facts["sample"])
        labels = label_customers(preview.sample)
        told = {
            "companies": preview.companies,
            "matches": preview.matches,
            "joining": preview.joining,
            "leaving": preview.leaving,
            "sample": [{"customer_key": key, "name": labels[key].name} for key in preview.sample],
            "counts": [{"path": path, "companies": count} for path, count in preview.counts.items()],
        }
        return Response(PreviewSerializer(told).data)


def rule_or_refusal(data: Any) -> Rule:
    """The rule that was sent as `rule`, or a refusal that says where it is wrong."""
    try:
        return read_new_rule(data, today=shop_day())
    except RuleError as error:
        problems = [(("rule", *problem.path), problem.message) for problem in error.problems]
        raise Unacceptable(problems, code="invalid_rule") from error


def _segment_id(key: str | None) -> int | None:
    if key is None:
        return None
    found: int | None = Segment.objects.filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found
