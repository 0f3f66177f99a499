"""htmx, where pages get it from. Without it every page works as well, a whole page at a time."""

from __future__ import annotations

from django.apps import apps

HTMX: tuple[str, ...] = (
    ("django_htmx/htmx-2.min.js",) if apps.is_installed("django_htmx") and not apps.is_installed("unfold") else ()
)
"""Unfold brings its own to every page, and two would do everything twice."""
