"""How a refusal looks, everywhere in this API: an `application/problem+json` (RFC 9457).

`title` and `status` are HTTP's own; `detail` is for a person, in the reader's language; `code` is for a program, and
`problems` says what is wrong where in what was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

PROBLEM_JSON = "application/problem+json"

Path = tuple[str | int, ...]


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("That is more than can be sent at a time. Please send it in parts.")
    default_code = "too_large"


class Conflict(APIException):
    """What is asked for cannot be, as things stand."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = gettext_lazy("This cannot be done as things stand.")
    default_code = "conflict"


class ChangedMeanwhile(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = gettext_lazy("Somebody changed this meanwhile. Please read it again and repeat your change.")
    default_code = "changed_meanwhile"


class NoWorkers(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = gettext_lazy("The workers cannot be reached at the moment. Please try again later.")
    default_code = "no_workers"


class Unacceptable(APIException):
    """Well-formed, and yet wrong: `problems` tells what, and where."""

    status_code: int = status.HTTP_400_BAD_REQUEST
    default_detail = gettext_lazy("Something in what was sent is not right. See the problems.")
    default_code = "invalid"

    def __init__(self, problems: Sequence[tuple[Path, str]], *, code: str | None = None) -> None:
        super().__init__(code=code)
        self.code = code or self.default_code
        self.problems = problems


class StandsOtherwise(Unacceptable):
    """What was sent is right, and cannot be done as things stand: `problems` tells what is in the way."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = gettext_lazy("This cannot be done as things stand. See the problems.")


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error of ours or of the framework; None for what is a defect."""
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    response = exception_handler(error, context)
    if response is None:
        return None
    code, detail, problems = _told(error, response)
    response.data = {
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "code": code,
        "detail": detail,
        "problems": [{"path": list(path), "message": message} for path, message in problems],
    }
    response.content_type = PROBLEM_JSON
    return response


def _told(error: Exception, response: Response) -> tuple[str, str, Sequence[tuple[Path, str]]]:
    if isinstance(error, ValidationError):
        return "invalid", str(Unacceptable.default_detail), list(_flat(error.detail))
    if isinstance(error, Unacceptable):
        return error.code, str(error.detail), error.problems
    detail = getattr(error, "detail", None) or (response.data or {}).get("detail") or _("This cannot be done.")
    code = detail.code if isinstance(detail, ErrorDetail) else getattr(error, "default_code", "error")
    return str(code), str(detail), ()


def _flat(detail: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """DRF's nested errors as a list: each message with where it belongs."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _flat(inner, path if name == "non_field_errors" else (*path, name))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from _flat(inner, path if isinstance(inner, str) else (*path, place))
    else:
        yield path, str(detail)
