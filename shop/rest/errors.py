"""How a refusal looks: `detail` for a person, `code` for a program, and more where there is more to say.

What was sent wrongly is answered by field, as Django REST framework does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from shop.cart.services import CartFullError
from shop.catalogue.models import Product
from shop.orders.services import CannotOrderError, InvalidStepError
from shop.stock.services import OutOfStockError


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error of ours or of the framework; None for what is a defect."""
    if isinstance(error, RequestDataTooBig):
        text = _("That is more than can be sent at a time. Please send it in parts.")
        return Response({"detail": text, "code": "too_large"}, status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    if facts := _conflict(error):
        return Response(facts, status=status.HTTP_409_CONFLICT)
    response = exception_handler(error, context)
    if response is not None and isinstance(response.data, dict) and set(response.data) == {"detail"}:
        response.data["code"] = getattr(response.data["detail"], "code", None) or _code_of(error)
    return response


def _code_of(error: Exception) -> str:
    return error.default_code if isinstance(error, APIException) else "error"


def _conflict(error: Exception) -> Mapping[str, Any] | None:
    """What the shop says where things are not, or no longer, as the caller thought."""
    if isinstance(error, CannotOrderError):
        problems = [{"code": problem.code, "message": problem.message} for problem in error.problems]
        return {"detail": str(error), "code": "cannot_order", "problems": problems}
    if isinstance(error, OutOfStockError):
        return {
            "detail": _("Some goods were sold while you were ordering."),
            "code": "out_of_stock",
            "shortages": _shortages(error.shortages),
        }
    if isinstance(error, InvalidStepError):
        return {"detail": str(error), "code": "invalid_step"}
    if isinstance(error, CartFullError):
        return {"detail": str(error), "code": "cart_full"}
    return None


def _shortages(shortages: Mapping[int, int]) -> list[dict[str, Any]]:
    skus = Product.objects.filter(pk__in=shortages).order_by("sku").values_list("pk", "sku")
    return [{"sku": sku, "available": shortages[pk]} for pk, sku in skus]
