"""What is sent, read within bounds: a body that no table could hold is refused before anything looks at it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, cast

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

from segmentation import conf
from segmentation.rest.errors import TooLarge


class BoundedJSONParser(BaseParser):
    """JSON of at most API_BODY_BYTES, in texts that a database can keep."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit: int = conf.get("API_BODY_BYTES")
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            text = body.decode("utf-8")
            parsed = json.loads(text, parse_constant=_refuse)
            # Halves of characters come in as escapes; here they show.
            json.dumps(parsed, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError) as error:
            raise ParseError(_("What was sent is not JSON that can be read.")) from error
        if "\\u0000" in text and _has_nul(parsed):
            raise ParseError(_("What was sent holds the character NUL, which no text here can have."))
        return parsed


class BoundedMultiPartParser(MultiPartParser):
    """A form with a file, as large as API_FILE_BYTES allows by what the sender says; Django spools it to disk."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        request = cast("Mapping[str, Any]", parser_context)["request"]
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > conf.get("API_FILE_BYTES"):
            raise TooLarge
        return super().parse(stream, media_type=media_type, parser_context=parser_context)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(key) or _has_nul(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(_has_nul, value))
