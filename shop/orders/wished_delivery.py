from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from shop.catalogue.quantities import Problem

SATURDAY = 5
LATEST_DELIVERY = timedelta(days=365)


def wished_delivery_problem(day: date, *, today: date) -> Problem | None:
    """Why goods cannot be wished for on this day; None where they can."""
    if day <= today:
        return Problem("too_early", _("Choose a day after today."))
    if day > today + LATEST_DELIVERY:
        return Problem("too_late", _("Choose a day within the next twelve months."))
    if day.weekday() >= SATURDAY:
        return Problem("weekend", _("We do not deliver at the weekend. Choose a day from Monday to Friday."))
    return None
