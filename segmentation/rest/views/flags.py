"""OpenFeature's remote evaluation protocol: any of its clients can ask whether a feature is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.access import PluginView
from segmentation.rest.errors import answer_error
from segmentation.rest.schema import described
from segmentation.rest.serializers.flags import (
    FLAG_ANSWERS,
    FLAG_EXAMPLES,
    AskFlagsSerializer,
    ContextSerializer,
    FlagFailureSerializer,
    FlagSerializer,
    FlagsFailureSerializer,
    FlagsSerializer,
)
from segmentation.rest.versions import IF_NONE_MATCH, is_known, version_of
from segmentation.rest.views.features import LOOK
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.flags import UnknownFlagError, evaluate_flag, evaluate_flags
from segmentation.selectors.people import permissions_of


class FlagError(APIException):
    """A question that cannot be answered, in the words of the protocol."""

    def __init__(self, error_code: str, detail: str, *, status_code: int = status.HTTP_400_BAD_REQUEST) -> None:
        super().__init__(detail)
        self.error_code, self.status_code = error_code, status_code


class FlagView(PluginView):
    tag = "flags (OFREP)"
    effort = "flags"
    needs = {"POST": LOOK}

    def get_exception_handler(self) -> Callable[..., Any]:
        return answer_flag_error


class EvaluateFlag(FlagView):
    """One flag for a company."""

    @described(
        operation_id="evaluate_flag",
        request=AskFlagsSerializer,
        responses={200: FlagSerializer, 400: FlagFailureSerializer, 404: FlagFailureSerializer},
        examples=[*FLAG_EXAMPLES, *FLAG_ANSWERS],
    )
    def post(self, request: Request, key: str) -> Response:
        asked, category = read_question(request)
        try:
            flag = evaluate_flag(key, asked, category=category)
        except UnknownFlagError as error:
            text = _("There is no feature or parameter with this key.")
            raise FlagError("FLAG_NOT_FOUND", text, status_code=status.HTTP_404_NOT_FOUND) from error
        return Response(FlagSerializer(flag).data)


class EvaluateFlags(FlagView):
    """Every flag for a company; 304 where nothing has changed since the ETag that is sent."""

    @described(
        operation_id="evaluate_flags",
        parameters=[IF_NONE_MATCH],
        request=AskFlagsSerializer,
        responses={200: FlagsSerializer, 400: FlagsFailureSerializer},
        examples=FLAG_EXAMPLES,
    )
    def post(self, request: Request) -> Response:
        asked, category = read_question(request)
        data = FlagsSerializer({"flags": list(evaluate_flags(asked, category=category))}).data
        etag = quote_etag(version_of(data))
        if is_known(request, etag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": etag})
        return Response(data, headers={"ETag": etag})


def read_question(request: Request) -> tuple[FeatureSet, str]:
    """Who is asked for, and the category."""
    context = request.data.get("context") if isinstance(request.data, Mapping) else None
    if not isinstance(context, Mapping | None):
        raise FlagError("INVALID_CONTEXT", _("The context has to be an object."))
    if not context or context.get("targetingKey") in (None, ""):
        raise FlagError("TARGETING_KEY_MISSING", _("The targeting key has to be the key of a company."))
    sent = ContextSerializer(data=context)
    try:
        sent.is_valid(raise_exception=True)
    except ValidationError as error:
        raise FlagError("INVALID_CONTEXT", _first(error.detail)) from error
    facts = sent.validated_data
    has_permission = permissions_of(facts["user"], customer_key=facts["targetingKey"]) if facts["user"] else None
    return FeatureSet(facts["targetingKey"], now=timezone.now(), has_permission=has_permission), facts["category"]


def answer_flag_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refused questions as the protocol has them; whoever may not ask at all is told as everywhere in this API."""
    response = answer_error(error, context)
    is_question = isinstance(error, FlagError)
    if response is None or not (is_question or response.status_code == status.HTTP_400_BAD_REQUEST):
        return response
    code = error.error_code if isinstance(error, FlagError) else "PARSE_ERROR"
    key = context["kwargs"].get("key")
    told = {"errorCode": code, "errorDetails": response.data["detail"]}
    response.data = told if key is None else {"key": key, **told}
    response.content_type = "application/json"
    return response


def _first(detail: Any) -> str:
    """The first of the framework's nested messages, with the name of what it is about."""
    name, inner = next(iter(detail.items())) if isinstance(detail, Mapping) else ("", detail)
    while isinstance(inner, list | Mapping) and not isinstance(inner, ErrorDetail):
        inner = inner[0] if isinstance(inner, list) else next(iter(inner.values()))
    return f"{name}: {inner}" if name else str(inner)
