from __future__ import annotations

import logging

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from segmentation import conf

logger = logging.getLogger(__name__)


class TokenThrottle(SimpleRateThrottle):
    """So many calls of a sort for each token, and for each person without one (API_RATES).

    While the cache that counts cannot be used, nobody is held up: who may call is not decided here.
    """

    def __init__(self) -> None:
        """The rate depends on the call, so it is looked up there."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.scope = getattr(view, "effort", "") or ("read" if request.method in {"GET", "HEAD"} else "write")
        self.rate = conf.get("API_RATES").get(self.scope)
        self.num_requests, self.duration = self.parse_rate(self.rate)
        try:
            return super().allow_request(request, view)
        except Exception:  # each cache has errors of its own
            logger.exception("Calls cannot be counted; this one is let through.")
            return True

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        who = f"token-{request.auth.pk}" if request.auth else f"user-{request.user.pk}"
        return f"segmentation-api:{self.scope}:{who}"
