"""Whether something may be switched at once, or has to go through a draft that a second person approves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from segmentation import conf


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
        raise NeedsDraftError(_("Put this into a draft: a second person has to approve what changes in the shop."))
