"""How the working-out of a segment went, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def failure_text(error: str) -> str:
    """Why it failed; what is no matter of the rule is for the log, and not for an admin."""
    return error or _(
        "Something went wrong in the shop, not in the rule. The members are as they were, and it is tried again every "
        "night."
    )
