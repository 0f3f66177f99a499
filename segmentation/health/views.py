from __future__ import annotations

from typing import Any

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from segmentation.selectors.health import read_health
from segmentation.vital_signs import Check, Health
from segmentation.words.health import OVERALL, STATES, check_name, check_text


@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """How the plugin stands: 200 while the storefront can answer, be it by what was read last, else 503.

    A page for staff who ask with a browser; JSON for everybody else, without figures for whom it is none of theirs.
    """
    health = read_health(now=timezone.now())
    status = 200 if health.can_answer else 503
    is_staff = _is_staff(request)
    response: HttpResponse
    if is_staff and request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        response = render(request, "segmentation/health.html", _in_words(health), status=status)
    else:
        response = JsonResponse(_as_json(health, with_figures=is_staff), status=status)
    add_never_cache_headers(response)
    return response


def _is_staff(request: HttpRequest) -> bool:
    """Whether whoever asks is of the staff; nobody is while the database cannot tell."""
    try:
        return bool(getattr(getattr(request, "user", None), "is_staff", False))
    except DatabaseTrouble:
        return False


def _as_json(health: Health, *, with_figures: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "status": health.state,
        "version": health.version,
        "checks": {check.key: check.state for check in health.checks},
        "detail": next(check_text(check) for check in health.checks if check.key == "switches"),
    }
    if with_figures:
        answer["figures"] = {check.key: _figures(check) for check in health.checks}
    return answer


def _figures(check: Check) -> dict[str, Any]:
    said = {"code": check.code, "seconds": check.seconds, "count": check.count, "at": check.at}
    return {name: value for name, value in said.items() if value is not None}


def _in_words(health: Health) -> dict[str, Any]:
    return {
        "health": health,
        "overall": OVERALL[health.state],
        "rows": [(check, check_name(check), STATES[check.state], check_text(check)) for check in health.checks],
    }
