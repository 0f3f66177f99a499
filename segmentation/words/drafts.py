"""What is in a draft, and what came in its way, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from segmentation.models import DraftChange
from segmentation.parameters import ParameterError
from segmentation.registry import UnknownFeatureError
from segmentation.rules import RuleError
from segmentation.words.audit import feature_text, value_text
from segmentation.words.audited_values import AUDITED, describe_value
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.segment_names import segment_name

if TYPE_CHECKING:
    from segmentation.services.moved_changes import Moved

Kind = DraftChange.Kind


def value_before(change: DraftChange, *, names: Names = NO_NAMES) -> str:
    """What stood when it was put in; once published, what stood then. `names` are those in rules."""
    before = describe_value(change.kind, change.before, names=names)
    return value_text(AUDITED[change.kind], before, feature=change.feature)


def value_after(change: DraftChange, *, names: Names = NO_NAMES) -> str:
    """What is to stand."""
    after = describe_value(change.kind, change.after, names=names)
    return value_text(AUDITED[change.kind], after, feature=change.feature)


def target_text(change: DraftChange) -> str:
    """What a change is about: “Quick order for Routine buyers”."""
    feature, segment = feature_text(change.feature), segment_name(change.segment_key, _stored_name(change))
    texts = {
        Kind.KILL_SWITCH: _("%(feature)s as a whole"),
        Kind.BY_CATEGORY: _("%(feature)s by category"),
        Kind.RULE: _("%(feature)s for %(segment)s") if segment else _("%(feature)s for everybody"),
        Kind.OVERRIDE: _("%(feature)s for the company %(company)s"),
        Kind.SEGMENT_RULE: _("the rule of the segment %(segment)s"),
        Kind.SEGMENT_ORDER: _("the order of segments"),
    }
    return texts[Kind(change.kind)] % {"feature": feature, "segment": segment, "company": change.customer_key}


def _stored_name(change: DraftChange) -> str:
    return getattr(change, "segment_name", None) or ""


def moved_text(moved: Moved) -> str:
    """Why a change cannot simply be made: who got ahead of it, and when."""
    what = target_text(moved.change)
    if moved.stands is None:
        return _("%(what)s: the segment does not exist any more.") % {"what": what}
    return _changed_by(moved, what=what) or _("%(what)s has changed since it was put into this draft.") % {"what": what}


def left_text(moved: Moved) -> str:
    """Why a change was not taken back."""
    what = target_text(moved.change)
    if moved.stands is None:
        return _("%(what)s: the segment does not exist any more.") % {"what": what}
    changed = _changed_by(moved, what=what)
    return changed or _("%(what)s could not be put back, and stands as it is.") % {"what": what}


def _changed_by(moved: Moved, *, what: str) -> str:
    if moved.at is None:
        return ""
    when = formats.date_format(timezone.localtime(moved.at), "SHORT_DATETIME_FORMAT")
    if not moved.who:
        return _("%(what)s changed by itself on %(when)s.") % {"what": what, "when": when}
    return _("%(what)s was changed by %(who)s on %(when)s.") % {"what": what, "who": moved.who, "when": when}


def unusable_text(error: Exception) -> str:
    """Why something that was put into a draft cannot be used any more."""
    if isinstance(error, UnknownFeatureError):
        return _("A feature in this draft does not exist any more.")
    if isinstance(error, RuleError):
        return _("The rule of a segment in this draft cannot be used any more.")
    if isinstance(error, ParameterError):
        return _("A value in this draft does not fit any more: %(problem)s") % {"problem": error}
    return _("Something in this draft does not exist any more.")
