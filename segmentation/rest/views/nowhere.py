from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound

from segmentation.rest.access import PluginView


class Nowhere(PluginView):
    """Every address under this API where nothing is: told as whatever else is refused here."""

    schema: Any = None

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotFound
