"""A call that is sent again because its answer was lost: with the same key it takes effect once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, cast
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

from segmentation.rest.errors import Conflict
from segmentation.rest.models import AnsweredCall

HEADER = "Idempotency-Key"

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="A UUID of your own. The same key again changes nothing and gives the first answer again, for a day.",
)


def answer_once(request: Request, work: Callable[[], Response]) -> Response:
    """The answer of the work; with a key that this person used before, the answer of that time."""
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
            return Response(call.data, status=call.status)
        response = work()
        call.status, call.data = response.status_code, response.data
        call.save(update_fields=["status", "data"])
        return response


def _read(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        raise ParseError(_("The header Idempotency-Key has to be a UUID."), code="bad_idempotency_key") from None


def _fingerprint(request: Request) -> str:
    whole = hashlib.sha256(f"{request.method} {request.path}\n".encode())
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
