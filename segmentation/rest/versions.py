"""ETags: what was read need not be sent again, and what somebody else changed is not overwritten unseen."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any, cast

from django.http import HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
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


ETAG = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200],
    description="A mark of what is answered: another one as soon as anything in it is another.",
)
VARIES_WITH = ("Accept", "Accept-Language", "Authorization", "Cookie")
KEPT_ON_304 = ("Cache-Control", "ETag", "Vary")


def versioned(data: Any, *, edition: Any) -> Response:
    """An answer whose ETag names an edition as well: the part of it that `require_version` looks at."""
    return Response(data, headers={"ETag": quote_etag(f"{version_of(edition)}-{version_of(data)}")})


def let_be_kept(request: Request, response: HttpResponseBase) -> None:
    """Whoever asked may keep what was read, and asks with its ETag next time; nobody in between may keep it."""
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, VARIES_WITH)
    if response.status_code == status.HTTP_200_OK:
        cast("Response", response).add_post_render_callback(partial(_unless_known, request))


def _unless_known(request: Request, response: Response) -> HttpResponseBase:
    """The rendered answer with an ETag, or 304 for who has it already."""
    if "ETag" not in response.headers:
        response.headers["ETag"] = quote_etag(_mark(response.content))
    if not is_known(request, response.headers["ETag"]):
        return response
    unchanged = HttpResponseNotModified()
    for name in KEPT_ON_304:
        unchanged.headers[name] = response.headers[name]
    return unchanged


def is_known(request: Request, etag: str) -> bool:
    """Whether the caller has this already; compared weakly, as whoever packs answers on the way marks them so."""
    sent = {_strong(one) for one in parse_etags(request.headers.get("If-None-Match", ""))}
    return etag in sent or "*" in sent


def require_version(request: Request, edition: Any) -> None:
    """Refuses a change by somebody who has not seen the present edition; without `If-Match` it is not asked for."""
    sent = request.headers.get("If-Match")
    if sent is None:
        return
    seen = [_strong(etag) for etag in parse_etags(sent)]
    present = version_of(edition)
    if "*" not in seen and not any(etag.strip('"').split("-")[0] == present for etag in seen):
        raise ChangedMeanwhile


def version_of(data: Any) -> str:
    """A short mark of the contents."""
    return _mark(JSONRenderer().render(data))


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]


def _strong(etag: str) -> str:
    return etag.removeprefix("W/")
