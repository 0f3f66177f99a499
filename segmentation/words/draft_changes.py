"""A change of a draft in full: what stood, what is to stand, and what came in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from segmentation.models import DraftChange
from segmentation.words.audit import value_text
from segmentation.words.audited_values import AUDITED, describe_value
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.segment_orders import moved_between, places_text
from segmentation.words.segments import sentence_of

if TYPE_CHECKING:
    from segmentation.services.moved_changes import Moved

Kind = DraftChange.Kind

RULE_LENGTH = 600


def change_value_text(
    change: DraftChange, value: Mapping[str, Any] | None, *, segments: Mapping[str, str], names: Names = NO_NAMES
) -> str:
    """A value as `change` holds them before and after; `segments` are names by key, `names` those in rules."""
    if value is None:
        return _("The segment does not exist any more")
    match change.kind:
        case Kind.SEGMENT_RULE:
            return sentence_of(value["rule"], length=RULE_LENGTH, names=names) or _("No rule: by hand alone")
        case Kind.SEGMENT_ORDER:
            moved = moved_between(change.before["order"], change.after["order"])
            return places_text(value["order"], moved=moved, segments=segments)
        case Kind.OVERRIDE if not value:
            return _("As its segments say")
    text = value_text(AUDITED[change.kind], describe_value(change.kind, value), feature=change.feature)
    return f"{text} ({value['reason']})" if change.kind == Kind.OVERRIDE and value["reason"] else text


def moved_by_text(moved: Moved) -> str:
    """Who got ahead of a change, and when."""
    if moved.stands is None:
        return _("This segment does not exist any more. Take the change out of the draft.")
    if moved.at is None:
        return _("This has changed since it was put into the draft.")
    when = formats.date_format(timezone.localtime(moved.at), "SHORT_DATETIME_FORMAT")
    if not moved.who:
        return _("This changed by itself on %(when)s.") % {"when": when}
    return _("%(who)s changed this on %(when)s.") % {"who": moved.who, "when": when}
