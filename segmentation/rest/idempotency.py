"""A call that is sent again because its answer was lost: with the same key it takes effect once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from segmentation.rest.errors import Conflict
from segmentation.rest.models import AnsweredCall, ApiToken
from segmentation.services.audit import audited_by_token

Method = TypeVar("Method", bound=Callable[..., Any])

HEADER = "Idempotency-Key"

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="A UUID of your own. The same key again changes nothing and gives the first answer again, for a day.",
)


def once(method: Method) -> Method:
    """For each method that changes something: with a key that this person used before, the answer of that time.

    What it changes is kept in the audit with the token that was shown.
    The description says by itself that the method takes such a key.
    """

    @wraps(method)
    def answered(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Response:
        with audited_by_token(request.auth.name if isinstance(request.auth, ApiToken) else ""):
            return _answer_once(request, lambda: method(view, request, *args, **kwargs))

    cast("Any", answered).is_once = True
    return cast("Method", answered)


def is_once(method: object) -> bool:
    return getattr(method, "is_once", False)


def _answer_once(request: Request, work: Callable[[], Response]) -> Response:
    sent = request.headers.get(HEADER)
    if sent is None:
        return work()
    key, fingerprint = _read(sent), _fingerprint(request)
    with transaction.atomic():
        call, is_new = AnsweredCall.objects.get_or_create(
            user=cast("Any", request.user), key=key, defaults={"fingerprint": fingerprint, "at": timezone.now()}
        )
        if call.fingerprint != fingerprint:
            raise Conflict(_("This key was used for another call."), code="key_used")
        if not is_new:
            return Response(json.loads(call.body or "null"), status=call.status, headers=call.headers)
        response = work()
        call.status, call.body = response.status_code, JSONRenderer().render(response.data).decode()
        # What the body is sent as is told by whoever renders it.
        call.headers = {name: value for name, value in response.items() if name != "Content-Type"}
        call.save(update_fields=["status", "body", "headers"])
        return response


def _read(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        raise ParseError(_("The header Idempotency-Key has to be a UUID."), code="bad_idempotency_key") from None


def _fingerprint(request: Request) -> str:
    whole = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    files: Any = request.FILES
    sent: Any = request.data
    if files:
        for name, file in sorted(files.items()):
            whole.update(name.encode())
            for chunk in file.chunks():
                whole.update(chunk)
            file.seek(0)
        whole.update(repr(sorted((k, v) for k, v in sent.items() if k not in files)).encode())
    else:
        whole.update(JSONRenderer().render(sent))
    return whole.hexdigest()
