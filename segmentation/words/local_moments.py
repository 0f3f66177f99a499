"""A date and time as somebody typed it, to the moment it means where the shop is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

EARLIER, LATER = "earlier", "later"


class LocalMomentError(ValueError):
    """There is no such moment, or there are two; its text is for whoever typed it."""

    def __init__(self, text: str, *, is_twice: bool = False) -> None:
        super().__init__(text)
        self.is_twice = is_twice


def moment_from_local(typed: datetime | str, *, which: str = "", zone: tzinfo | None = None) -> datetime:
    """The moment of a local date and time (naive, or text such as "2026-10-25 02:30"), aware, in UTC.

    Where clocks are put back a time comes twice: `which` says EARLIER or LATER. Raises LocalMomentError, in a sentence.
    """
    zone = zone or timezone.get_default_timezone()
    local = _read(typed)
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first > second:
        text = _("On %(day)s there is no %(time)s: clocks are put forward then. Please take %(after)s or later.")
        raise LocalMomentError(text % {**_said(local), "after": _clock(_first_after(second, zone))})
    if first == second or which == EARLIER:
        return first
    if which == LATER:
        return second
    text = _("On %(day)s it is %(time)s twice: clocks are put back then. Do you mean the first time or the second?")
    raise LocalMomentError(text % _said(local), is_twice=True)


def _read(typed: datetime | str) -> datetime:
    if isinstance(typed, datetime):
        return typed.replace(tzinfo=None)
    try:
        return datetime.fromisoformat(typed.strip()).replace(tzinfo=None)
    except ValueError:
        raise LocalMomentError(_("Please give a date and a time, such as 2026-10-25 14:30.")) from None


def _first_after(before: datetime, zone: tzinfo) -> datetime:
    """The first minute, on the clock, after clocks are put forward; `before` lies shortly before that."""
    moment, offset = before.replace(second=0, microsecond=0), before.astimezone(zone).utcoffset()
    while moment.astimezone(zone).utcoffset() == offset:
        moment += timedelta(minutes=1)
    return moment.astimezone(zone)


def _said(local: datetime) -> dict[str, str]:
    return {"day": formats.date_format(local, "DATE_FORMAT"), "time": _clock(local)}


def _clock(local: datetime) -> str:
    return formats.time_format(local.time(), "TIME_FORMAT")
