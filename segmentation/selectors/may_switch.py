"""Whether something may be switched at once, or has to go through a draft that a second person approves."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.models import Segment


class NeedsDraftError(Exception):
    """What was to be switched at once has to be put into a draft; its text is for whoever tried."""


def drafts_need_approval() -> bool:
    return bool(conf.get("DRAFTS_NEED_APPROVAL"))


def may_switch_directly(*, switches_off_for_everybody: bool = False) -> bool:
    """Whether an interface may call the service; a feature can always be switched off for everybody."""
    return switches_off_for_everybody or not drafts_need_approval()


def check_may_switch(*, switches_off_for_everybody: bool = False) -> None:
    """For an interface, before it calls a service that changes what features do. Raises NeedsDraftError."""
    if not may_switch_directly(switches_off_for_everybody=switches_off_for_everybody):
        raise NeedsDraftError(needs_draft_text())


def check_may_delete(segment: Segment) -> None:
    """The same before it deletes a segment, and with it all that is said for its companies. Raises NeedsDraftError."""
    if drafts_need_approval() and _decides(segment):
        text = _("Features are switched for this segment. Take its switches away with a draft first, then delete it.")
        raise NeedsDraftError(text)


def check_may_choose(segment: Segment, *, companies: int, include: bool | None, expires_at: datetime | None) -> None:
    """The same before it puts companies into a segment by hand, or out of it. Raises NeedsDraftError.

    One company, until an end, is a matter between it and who looks after it; many are a change of what the shop does.
    """
    if not drafts_need_approval() or not _decides(segment):
        return
    if companies > 1:
        text = _(
            "Features are switched for this segment, so a second person has to approve whom it takes in: "
            "change its rule in a draft. By hand you can set one company at a time."
        )
        raise NeedsDraftError(text)
    if include is not None and expires_at is None:
        text = _("Please give it a last day. Whatever is to hold without an end goes through a draft.")
        raise NeedsDraftError(text)


def _decides(segment: Segment) -> bool:
    """Whether features go by it: those that serve a buying type go by its built-in segment unless told otherwise."""
    return segment.is_builtin or segment.feature_rules.exists()


def needs_draft_text() -> str:
    return _("Put this into a draft: a second person has to approve what changes in the shop.")
