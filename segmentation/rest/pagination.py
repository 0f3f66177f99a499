from __future__ import annotations

from typing import Any

from django.core import signing
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param

SALT = "segmentation.rest.cursor"
"""Beside the address a cursor is for."""


class SignedCursorPagination(CursorPagination):
    """Page after page by key, as quick on the last as on the first. Only cursors that were given out are taken."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    page_size_query_description = "How many a page, at most 200."
    cursor_query_description = "Where to go on; `next` and `previous` hold it."

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        # Without a time in it: the same page has the same links, and so the same ETag.
        self._signer = signing.Signer(salt=f"{SALT} {request.path}")
        return super().paginate_queryset(queryset, request, view)

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return (view.ordering,)

    def encode_cursor(self, cursor: Cursor) -> str:
        facts = [cursor.offset, cursor.reverse, cursor.position]
        signed = self._signer.sign_object(facts)
        base = remove_query_param(str(self.base_url), self.cursor_query_param)
        between = "&" if "?" in base else "?"
        return f"{base}{between}{self.cursor_query_param}={signed}"

    def decode_cursor(self, request: Request) -> Cursor | None:
        signed = request.query_params.get(self.cursor_query_param)
        if signed is None:
            return None
        try:
            offset, reverse, position = self._signer.unsign_object(signed)
        except signing.BadSignature as error:
            raise NotFound(self.invalid_cursor_message) from error
        return Cursor(offset=offset, reverse=reverse, position=position)
