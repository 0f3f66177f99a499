"""A call that is sent again because its answer was lost: with the same key it takes effect once."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from shop.cart.models import Cart
from shop.cart.services import answer_given, claim_submission, keep_answer, read_submission

HEADER = "Idempotency-Key"

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="A UUID of the caller's own. The same key again changes nothing and gives the first answer again.",
)


def answer_once(request: Request, cart: Cart, work: Callable[[], Response]) -> Response:
    """The answer of the work; with a key that this person used for this company before, the answer of that time."""
    sent = request.headers.get(HEADER)
    if sent is None:
        return work()
    mark = read_submission(sent)
    if mark is None:
        raise ParseError(_("The header Idempotency-Key has to be a UUID."), code="bad_idempotency_key")
    with transaction.atomic():
        claimed = claim_submission(cart, mark)
        if claimed is None:
            first = answer_given(cart, mark) or {"status": 200, "data": None}
            return Response(first["data"], status=first["status"])
        response = work()
        keep_answer(claimed, {"status": response.status_code, "data": response.data})
        return response
