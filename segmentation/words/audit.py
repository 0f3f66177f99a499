"""What was changed, in words. The audit keeps short codes; here they become sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.models import AuditEntry, BuyclassChoice, Draft, SegmentMembership, SwitchState
from segmentation.registry import dimensions, features
from segmentation.words.segment_orders import moved_between, places_text

ACTIONS: Mapping[str, str | Promise] = {
    "feature_rule": gettext_lazy("Feature for a segment"),
    "kill_switch": gettext_lazy("Feature for everybody"),
    "by_category": gettext_lazy("Feature by category"),
    "feature_override": gettext_lazy("Feature for one company"),
    "buyclass_override": gettext_lazy("Buying type of one company"),
    "preview": gettext_lazy("Shop seen as somebody else"),
    "membership": gettext_lazy("Company in a segment"),
    "membership_ended": gettext_lazy("Company in a segment, time over"),
    "memberships": gettext_lazy("Companies in a segment"),
    "memberships_ended": gettext_lazy("Companies in a segment, time over"),
    "segment": gettext_lazy("Segment"),
    "segment_rule": gettext_lazy("Rule of a segment"),
    "segment_order": gettext_lazy("Order of segments"),
    "run_started": gettext_lazy("All companies worked out, by hand"),
    "segment_refresh": gettext_lazy("Companies of a segment worked out, by hand"),
    "attribute": gettext_lazy("What is known of one company"),
    "attributes_sent": gettext_lazy("Attributes sent by another system"),
    "key_account_dismissal": gettext_lazy("Suggested key account put aside"),
    "attribute_import": gettext_lazy("Attributes imported"),
    "attribute_import_confirmed": gettext_lazy("Import of attributes confirmed"),
    "attribute_import_dropped": gettext_lazy("Import of attributes dropped"),
    "benefit": gettext_lazy("Benefit"),
    "benefit_segment": gettext_lazy("Group of companies that look for the same"),
    "benefit_weights": gettext_lazy("Weights of benefits for a group of companies"),
    "company_benefits": gettext_lazy("Benefits one company looks for"),
    "product_benefit": gettext_lazy("Benefit of a product"),
    "company_benefits_many": gettext_lazy("Benefits many companies look for"),
    "product_benefit_many": gettext_lazy("Benefits of many products"),
    "prior": gettext_lazy("What is usual among all companies"),
    "draft": gettext_lazy("Title and reason of a draft"),
    "draft_started": gettext_lazy("Draft begun"),
    "draft_proposed": gettext_lazy("Draft proposed"),
    "draft_approved": gettext_lazy("Draft approved"),
    "draft_sent_back": gettext_lazy("Draft sent back"),
    "draft_scheduled": gettext_lazy("Draft set for its moment"),
    "draft_unscheduled": gettext_lazy("Draft no longer set for a moment"),
    "draft_published": gettext_lazy("Draft published"),
    "draft_back_proposed": gettext_lazy("Taking a draft back proposed"),
    "draft_back_approved": gettext_lazy("Taking a draft back approved"),
    "draft_back_declined": gettext_lazy("Draft left published"),
    "draft_rolled_back": gettext_lazy("Draft taken back"),
    "draft_discarded": gettext_lazy("Draft discarded"),
    "switch_scheduled": gettext_lazy("Switch planned"),
    "switch_rescheduled": gettext_lazy("Planned switch changed"),
    "switch_cancelled": gettext_lazy("Planned switch dropped"),
    "feature_override_ended": gettext_lazy("Feature for one company, time over"),
    "buyclass_override_ended": gettext_lazy("Buying type of one company, time over"),
    "api_token": gettext_lazy("Token of another system"),
    "webhook": gettext_lazy("Address that is told of changes"),
    "webhook_resent": gettext_lazy("Messages to other systems sent again"),
    "webhook_secret": gettext_lazy("Secret of an address that is told of changes"),
}

_CLASSES: Mapping[str, str | Promise] = {**dict(BuyclassChoice.choices), "": gettext_lazy("By its orders")}
_MEMBER: Mapping[str, str | Promise] = {
    **dict(SegmentMembership.Source.choices),
    "automatic": gettext_lazy("By its rule"),
    "out": gettext_lazy("Not in it"),
    "kept_out": gettext_lazy("Kept out by hand"),
    "by_rule": gettext_lazy("As the rule says"),
}
_VALUES: Mapping[str, Mapping[str, str | Promise]] = {
    "by_category": {
        "on": gettext_lazy("By how a company buys in a category"),
        "off": gettext_lazy("By how a company buys overall"),
    },
    "kill_switch": {"on": gettext_lazy("As its segments say"), "off": gettext_lazy("Off for everybody")},
    "buyclass_override": _CLASSES,
    "buyclass_override_ended": _CLASSES,
    "preview": {"published": gettext_lazy("As published"), "drafted": gettext_lazy("With a draft")},
    "membership": _MEMBER,
    "membership_ended": _MEMBER,
}
_WITH_VALUES = {"feature_rule", "feature_override", "feature_override_ended"}
_COUNTED = {"memberships", "memberships_ended"}
_STATES: Mapping[str, str | Promise] = dict(SwitchState.choices)


DRAFTED = "drafted_"
"""In front of what was changed in a draft, and nowhere else yet."""


def action_text(action: str) -> str:
    """What kind of change it was."""
    if action.startswith(DRAFTED):
        return _("%(what)s, in a draft") % {"what": action_text(action.removeprefix(DRAFTED))}
    return str(ACTIONS.get(action, action))


def who_text(entry: AuditEntry) -> str:
    """Who did it, and by which token of another system; empty for what nobody did by hand."""
    if not entry.token_name:
        return entry.actor_name
    return _("%(name)s, by the token “%(token)s”") % {"name": entry.actor_name, "token": entry.token_name}


def feature_text(key: str) -> str:
    """The label of a feature; its key where the host no longer declares it."""
    return str(features.get(key).label) if key in features else key


def value_text(action: str, value: str, *, feature: str = "") -> str:
    """What a switch stood at; a moment in it is written the reader's own way."""
    action = action.removeprefix(DRAFTED)
    if action.startswith("draft_"):
        return str(dict(Draft.State.choices).get(value, value))
    if action in _WITH_VALUES:
        state, *said = value.split("; ")
        return "; ".join([_state_text(action, state), *(_said_text(text, feature) for text in said)])
    if action in _COUNTED:
        return _counted_text(value)
    return _READERS[action](value) if action in _READERS else _state_text(action, value)


def values_text(
    action: str, before: str, after: str, *, feature: str = "", segments: Mapping[str, str]
) -> tuple[str, str]:
    """From what to what; of an order of segments only what moved. `segments` are names by key."""
    if action.removeprefix(DRAFTED) != "segment_order":
        return value_text(action, before, feature=feature), value_text(action, after, feature=feature)
    orders = [text.removesuffix("…").split(", ") for text in (before, after)]
    if "…" in before + after:  # cut off: what comes after it is not known
        known = min(map(len, orders)) - 1
        orders = [order[:known] for order in orders]
    moved = moved_between(*orders)
    was, became = (places_text(order, moved=moved, segments=segments) for order in orders)
    return was, became


def _state_text(action: str, value: str) -> str:
    values = _VALUES.get(action, _STATES)
    for sign, sentence in ((" until ", _("%(state)s until %(moment)s")), (" at ", _("%(state)s from %(moment)s"))):
        state, found, iso = value.partition(sign)
        moment = _moment(iso) if found else ""
        if moment:
            return sentence % {"state": values.get(state, state), "moment": moment}
    return str(values.get(value, value))


def _said_text(text: str, feature: str) -> str:
    """`share=30`, `held_out=10` or a value of the feature's, in words."""
    key, _sign, said = text.partition("=")
    if key == "share":
        return _("for %(percent)s %% of the companies") % {"percent": said}
    if key == "held_out":
        return _("%(percent)s %% of them held out") % {"percent": said}
    labels = {p.key: str(p.label) for p in features.get(feature).parameters} if feature in features else {}
    return f"{labels.get(key, key)}: {said}"


def _counted_text(value: str) -> str:
    state, _found, number = value.partition(" ")
    if not number.isdecimal():
        return value
    text = ngettext("%(state)s: %(count)s company", "%(state)s: %(count)s companies", int(number))
    return text % {"state": _MEMBER.get(state, state), "count": formats.number_format(int(number))}


def _numbers_text(value: str) -> str:
    numbers, _found, rows = value.partition(" ")
    if not (numbers.isdecimal() and rows.isdecimal()):
        return value
    text = ngettext("%(count)s number (rows: %(rows)s)", "%(count)s numbers (rows: %(rows)s)", int(numbers))
    counts = {"count": int(numbers), "rows": int(rows)}
    return text % {name: formats.number_format(count, force_grouping=True) for name, count in counts.items()}


def _attribute_text(value: str) -> str:
    key, _found, said = value.partition(": ")
    if key not in dimensions:
        return value
    return f"{dimensions.get(key).label}: {said or _('not known')}"


def _put_aside_text(value: str) -> str:
    if not value:
        return _("Not put aside")
    return _("Put aside until %(day)s") % {"day": formats.date_format(date.fromisoformat(value), "DATE_FORMAT")}


def _moment(iso: str) -> str:
    try:
        moment = timezone.localtime(datetime.fromisoformat(iso))
    except ValueError:
        return ""
    return formats.date_format(moment, "SHORT_DATETIME_FORMAT")


_READERS: Mapping[str, Callable[[str], str]] = {
    "attribute": _attribute_text,
    "company_benefits_many": _numbers_text,
    "key_account_dismissal": _put_aside_text,
    "product_benefit_many": _numbers_text,
}
"""Of what the audit keeps in a form of its own."""
