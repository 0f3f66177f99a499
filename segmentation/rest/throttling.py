from __future__ import annotations

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from segmentation import conf


class TokenThrottle(SimpleRateThrottle):
    """So many calls of a sort for each token, and for each person without one (API_RATES)."""

    def __init__(self) -> None:
        """The rate depends on the call, so it is looked up there."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.scope = getattr(view, "effort", "") or ("read" if request.method in {"GET", "HEAD"} else "write")
        self.rate = conf.get("API_RATES").get(self.scope)
        self.num_requests, self.duration = self.parse_rate(self.rate)
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        who = f"token-{request.auth.pk}" if request.auth else f"user-{request.user.pk}"
        return f"segmentation-api:{self.scope}:{who}"
