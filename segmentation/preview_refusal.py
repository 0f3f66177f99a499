from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

REFUSED_KEY = "segmentation_preview_refused"


def refuse_change(request: HttpRequest) -> HttpResponse:
    """That nothing can be ordered or changed while the shop is seen as somebody else: a page, or JSON for programs.

    htmx shows no refusal by itself: the page is loaded anew instead, and the banner says it.
    """
    text = _("You only look at the shop as somebody else. Nothing was ordered or changed.")
    if request.headers.get("HX-Request") == "true":
        request.session[REFUSED_KEY] = True
        response = HttpResponse(text, status=403, headers={"HX-Refresh": "true"})
    elif request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = JsonResponse({"detail": text, "code": "preview"}, status=403)
    else:
        response = render(request, "segmentation/preview_refused.html", status=403)
    add_never_cache_headers(response)
    return response
