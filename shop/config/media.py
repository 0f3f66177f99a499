"""Uploaded pictures, where no web server in front serves them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file from MEDIA_ROOT, which can do nothing but be looked at: a drawing may not run scripts."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    response["Cache-Control"] = "public, max-age=86400"
    return response
