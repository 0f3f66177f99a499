"""Lists in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.access import PluginView
from segmentation.rest.pagination import SignedCursorPagination


class PagedView(PluginView, generics.GenericAPIView[Any]):
    """A view that answers a list page by page, in the order of a unique column."""

    ordering: ClassVar[str] = "pk"
    pagination_class: Any = SignedCursorPagination
    filter_backends: Any = []

    def page(self, request: Request, rows: QuerySet[Any], told: Callable[[Sequence[Any]], Any]) -> Response:
        """One page of these rows, as `told` tells of them."""
        return self.get_paginated_response(told(self.paginate_queryset(rows) or []))
