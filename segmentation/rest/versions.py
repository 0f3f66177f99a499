"""ETags: what was read need not be sent again, and what somebody else changed is not overwritten unseen."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags, quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.errors import ChangedMeanwhile

IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="An ETag from before: the answer is 304 without a body where nothing has changed since.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of what you read: the answer is 412 where somebody has changed it meanwhile.",
)


def versioned(request: Request, data: Any, *, edition: Any = None) -> Any:
    """An answer with an ETag, or 304. `edition` is the part of it that `require_version` looks at."""
    marks = [version_of(data)] if edition is None else [version_of(edition), version_of(data)]
    etag = quote_etag("-".join(marks))
    response = Response(data, headers={"ETag": etag})
    return get_conditional_response(request._request, etag=etag, response=response) if _is_read(request) else response


def require_version(request: Request, edition: Any) -> None:
    """Refuses a change by somebody who has not seen the present edition; without `If-Match` it is not asked for."""
    sent = request.headers.get("If-Match")
    if sent is None:
        return
    seen = parse_etags(sent)
    present = version_of(edition)
    if "*" not in seen and not any(etag.strip('"').split("-")[0] == present for etag in seen):
        raise ChangedMeanwhile


def version_of(data: Any) -> str:
    """A short mark of the contents."""
    return hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:24]


def _is_read(request: Request) -> bool:
    return request.method in {"GET", "HEAD"}
