"""Days as commands take them."""

from __future__ import annotations

import argparse
from datetime import date

from django.utils.translation import gettext as _


def day_argument(text: str) -> date:
    """One day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("%(text)r is not a day like 2026-06-01.") % {"text": text}) from None


def days_argument(text: str) -> list[date]:
    """Several days with commas between, each once and in their order."""
    try:
        return sorted({date.fromisoformat(day.strip()) for day in text.split(",")})
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("%(text)r is not a list of days like 2026-03-01,2026-06-01.") % {"text": text}
        ) from None
