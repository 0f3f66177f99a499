"""How the plugin stands, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.vital_signs import Check, State

NAMES: Mapping[str, Promise] = {
    "switches": gettext_lazy("Features"),
    "cache": gettext_lazy("Short-term memory"),
    "broker": gettext_lazy("Messages to the background"),
    "background": gettext_lazy("Background"),
    "outbox": gettext_lazy("New orders"),
    "drafts": gettext_lazy("Planned changes"),
    "runs": gettext_lazy("Working out all companies"),
}
STATES: Mapping[State, Promise] = {
    State.GOOD: gettext_lazy("Good"),
    State.TROUBLE: gettext_lazy("Needs a look"),
    State.DOWN: gettext_lazy("Down"),
    State.UNKNOWN: gettext_lazy("Not known"),
    State.UNUSED: gettext_lazy("Not in use"),
}
OVERALL: Mapping[State, Promise] = {
    State.GOOD: gettext_lazy("All is well."),
    State.TROUBLE: gettext_lazy("The shop answers, but something needs a look."),
    State.DOWN: gettext_lazy("The shop cannot tell which features are on."),
}
_SENTENCES: Mapping[str, Promise] = {
    "fresh": gettext_lazy("The shop answers by the latest published switches."),
    "nothing_held": gettext_lazy("The database cannot be read, and nothing was read before."),
    "no_cache": gettext_lazy("Nothing is kept in one here."),
    "cache_answers": gettext_lazy("What is put there comes back."),
    "cache_lost": gettext_lazy(
        "It does not answer. Features do not need it and stay as they are; calls of other systems are not limited "
        "meanwhile."
    ),
    "no_broker": gettext_lazy("Work is done at once here, without a background."),
    "reached": gettext_lazy("Messages get through."),
    "not_reached": gettext_lazy("Messages do not get through. Nothing is lost: orders wait until they do."),
    "runs_at_once": gettext_lazy("Work is done at once here, without a background."),
    "never_heard": gettext_lazy("The background has never been heard of. Is it running, with its timetable?"),
    "nobody_waits": gettext_lazy("No order waits to be taken into account."),
    "none_late": gettext_lazy("Whatever is planned is in time."),
    "never_ran": gettext_lazy("It has never been done yet."),
    "unknown": gettext_lazy("The database that would tell cannot be read."),
}


def check_name(check: Check) -> str:
    return str(NAMES[check.key])


def check_text(check: Check) -> str:
    """One sentence on what was found."""
    if check.code == "answers_as_of":
        seconds = round(check.seconds or 0)
        text = ngettext(
            "The database cannot be read. The shop answers by the switches published last, read %(count)d second ago.",
            "The database cannot be read. The shop answers by the switches published last, read %(count)d seconds ago.",
            seconds,
        )
        return text % {"count": seconds}
    if check.code == "late":
        count = check.count or 0
        text = ngettext(
            "%(count)d planned change is late. It is made up for as soon as the background is back.",
            "%(count)d planned changes are late. They are made up for as soon as the background is back.",
            count,
        )
        return text % {"count": count}
    if check.at is not None:
        return _sentence_with_age(check.code) % {"ago": timesince(check.at, depth=1)}
    return str(_SENTENCES[check.code])


def _sentence_with_age(code: str) -> str:
    return {
        "heard": _("Last heard of %(ago)s ago."),
        "waits": _("The oldest one has waited for %(ago)s."),
        "running": _("It began %(ago)s ago and moves on."),
        "stands": _("It began %(ago)s ago and stands still. It is taken up again by itself."),
        "failed": _("It failed %(ago)s ago. The classes from before hold."),
        "finished": _("Last done %(ago)s ago."),
    }[code]
