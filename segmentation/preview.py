"""The shop seen as somebody else: what a member of staff chose to see, kept in their own session and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

SESSION_KEY = "segmentation_preview"
PERMISSION = "segmentation.preview_as"

_KEPT_ON_REQUEST = "_segmentation_preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """As whom the shop is seen: a company by its key, or a made-up company of a segment.

    buyclass  how the made-up company buys
    held_out  whether it is among those that go without wherever some do, so that effects can be measured
    draft    of changes that count as if they were published; None for what is published
    user_id  of the member of staff who looks
    ends     from when they see the shop as themselves again
    """

    customer_key: str = ""
    segment: str = ""
    buyclass: str = ""
    held_out: bool = False
    draft: int | None = None
    user_id: str
    ends: datetime

    def as_payload(self) -> dict[str, Any]:
        """What is kept in the session; `from_payload` reads it."""
        return {
            "customer_key": self.customer_key,
            "segment": self.segment,
            "buyclass": self.buyclass,
            "held_out": self.held_out,
            "draft": self.draft,
            "user_id": self.user_id,
            "ends": self.ends.isoformat(),
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Preview:
        return cls(**{**payload, "ends": datetime.fromisoformat(payload["ends"])})


def keep_preview(request: HttpRequest, preview: Preview) -> None:
    """From now on this session sees the shop so."""
    request.session[SESSION_KEY] = preview.as_payload()
    vars(request).pop(_KEPT_ON_REQUEST, None)


def end_preview(request: HttpRequest) -> Preview | None:
    """See the shop as oneself again; brings back what was seen, also where its time was over."""
    payload = request.session.pop(SESSION_KEY, None)
    vars(request).pop(_KEPT_ON_REQUEST, None)
    return Preview.from_payload(payload) if payload else None


def preview_of(request: HttpRequest) -> Preview | None:
    """As whom this request sees the shop; None for somebody who sees it as themselves, which is nearly everybody."""
    own: Any = vars(request)
    if _KEPT_ON_REQUEST not in own:
        kept = kept_preview(request)
        own[_KEPT_ON_REQUEST] = kept if kept and timezone.now() < kept.ends else None
    found: Preview | None = own[_KEPT_ON_REQUEST]
    return found


def kept_preview(request: HttpRequest) -> Preview | None:
    """The same, also where its time is over."""
    session = getattr(request, "session", None)
    payload = session.get(SESSION_KEY) if session is not None else None
    if payload is None:
        return None
    preview, user = Preview.from_payload(payload), getattr(request, "user", None)
    return preview if user is not None and str(user.pk) == preview.user_id and may_preview(user) else None


def may_preview(user: Any) -> bool:
    """Whether somebody may see the shop as others: active staff with the permission."""
    return bool(user.is_active and user.is_staff and user.has_perm(PERMISSION))


def was_previewed(request: HttpRequest) -> bool:
    """Whether somebody asked, and this request does see the shop as somebody else."""
    return vars(request).get(_KEPT_ON_REQUEST) is not None
