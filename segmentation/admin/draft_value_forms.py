"""Forms for what a draft is to change, one a kind: filled with what is drafted or stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.company_forms import REASON_LENGTH
from segmentation.admin.value_fields import PREFIX, as_for_everybody, read_values, value_fields
from segmentation.models import DraftChange, Segment, SwitchState
from segmentation.registry import features
from segmentation.selectors.draft_targets import Target, Value, rule_from, values_now
from segmentation.standing import NOTHING_SAID, SwitchRule
from segmentation.words.segment_names import segment_name

Kind = DraftChange.Kind


class ValueForm(forms.Form):
    """A value of one target; `stands` is what the form is filled with."""

    def __init__(self, data: Any = None, *, target: Target, stands: Value) -> None:
        self.target, self.stands = target, stands
        super().__init__(data, initial=self.shown())

    def shown(self) -> dict[str, Any]:
        """What the fields are filled with."""
        raise NotImplementedError

    def value(self) -> Mapping[str, Any]:
        """What was typed, once it is valid, as `put_change` takes it."""
        raise NotImplementedError


class KillForm(ValueForm):
    killed = forms.ChoiceField(
        label=gettext_lazy("Switch"),
        choices=[("no", gettext_lazy("As its segments say")), ("yes", gettext_lazy("Off for everybody"))],
        widget=forms.RadioSelect,
    )

    def shown(self) -> dict[str, Any]:
        return {"killed": "yes" if self.stands["killed"] else "no"}

    def value(self) -> Mapping[str, Any]:
        return {"killed": self.cleaned_data["killed"] == "yes"}


class ByCategoryForm(ValueForm):
    allowed = forms.ChoiceField(
        label=gettext_lazy("In a category"),
        choices=[
            ("yes", gettext_lazy("By how a company buys in the category")),
            ("no", gettext_lazy("By how a company buys overall")),
        ],
        widget=forms.RadioSelect,
    )

    def shown(self) -> dict[str, Any]:
        return {"allowed": "yes" if self.stands["allowed"] else "no"}

    def value(self) -> Mapping[str, Any]:
        return {"allowed": self.cleaned_data["allowed"] == "yes"}


class RuleForm(ValueForm):
    state = forms.ChoiceField(label=gettext_lazy("Switch"), choices=SwitchState.choices, widget=forms.RadioSelect)
    share = forms.IntegerField(
        label=gettext_lazy("Roll-out, in percent"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Where it is on: for how many of the companies. Raising it keeps those who have it."),
    )
    held_out = forms.IntegerField(
        label=gettext_lazy("Held out, in percent"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("How many of them go without, so that the effect can be measured."),
    )

    def __init__(self, data: Any = None, *, target: Target, stands: Value) -> None:
        super().__init__(data, target=target, stands=stands)
        self.feature = features.get(target.feature)
        self.fields |= value_fields(
            self.feature,
            said=rule_from(stands).parameters,
            left_empty=partial(as_for_everybody, everybody=_for_everybody(target)),
        )

    def shown(self) -> dict[str, Any]:
        rule = rule_from(self.stands)
        return {"state": rule.state, "share": rule.share, "held_out": rule.held_out}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.parameters = read_values(self, self.feature)
        return cleaned

    def value(self) -> Mapping[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("state", "share", "held_out")}
        return {**said, "parameters": self.parameters}


class OverrideForm(ValueForm):
    state = forms.ChoiceField(
        label=gettext_lazy("Switch"),
        choices=[
            (SwitchState.ON, gettext_lazy("On")),
            (SwitchState.OFF, gettext_lazy("Off")),
            (SwitchState.INHERIT, gettext_lazy("As its segments say")),
        ],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label=gettext_lazy("Why this company"), max_length=REASON_LENGTH, required=False)
    until = forms.DateField(
        label=gettext_lazy("Last day (may stay empty)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, target: Target, stands: Value) -> None:
        super().__init__(data, target=target, stands=stands)
        self.feature = features.get(target.feature)
        self.fields |= value_fields(
            self.feature, said=stands.get("parameters", {}), left_empty=lambda _parameter: _("as its segments say")
        )

    def shown(self) -> dict[str, Any]:
        if not self.stands:
            return {"state": SwitchState.INHERIT}
        ends = self.stands["expires_at"]
        return {
            "state": SwitchState.ON if self.stands["enabled"] else SwitchState.OFF,
            "because": self.stands["reason"],
            "until": _day_before(datetime.fromisoformat(ends)) if ends else None,
        }

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate(timezone=timezone.get_default_timezone()):
            raise forms.ValidationError(_("The last day lies in the past."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.parameters = read_values(self, self.feature)
        if cleaned.get("state") in {SwitchState.ON, SwitchState.OFF} and not cleaned.get("because"):
            self.add_error("because", _("Please say why, so that your colleagues know."))
        return cleaned

    def value(self) -> Mapping[str, Any]:
        if self.cleaned_data["state"] == SwitchState.INHERIT:
            return {}
        until = self.cleaned_data["until"]
        ends = datetime.combine(until + timedelta(days=1), time.min) if until else None
        return {
            "enabled": self.cleaned_data["state"] == SwitchState.ON,
            "expires_at": timezone.make_aware(ends, timezone.get_default_timezone()) if ends else None,
            "reason": self.cleaned_data["because"],
            "parameters": self.parameters,
        }


class OrderForm(ValueForm):
    """A place for every segment: one that is given another goes there, and the others make room."""

    def __init__(self, data: Any = None, *, target: Target, stands: Value) -> None:
        names = dict(Segment.objects.values_list("key", "name"))
        self.order = [key for key in stands["order"] if key in names]
        super().__init__(data, target=target, stands=stands)
        for place, key in enumerate(self.order, start=1):
            self.fields[f"place:{key}"] = forms.IntegerField(
                label=segment_name(key, names[key]), min_value=1, max_value=len(self.order), initial=place
            )

    def shown(self) -> dict[str, Any]:
        return {}

    def value(self) -> Mapping[str, Any]:
        return {"order": sorted(self.order, key=self._place)}

    def _place(self, key: str) -> float:
        """Who moves up goes before whom is there, who moves down behind."""
        was, wanted = self.order.index(key) + 1, int(self.cleaned_data[f"place:{key}"])
        return wanted + (wanted > was) * 0.5 - (wanted < was) * 0.5


FORMS: Mapping[str, type[ValueForm]] = {
    Kind.KILL_SWITCH: KillForm,
    Kind.BY_CATEGORY: ByCategoryForm,
    Kind.RULE: RuleForm,
    Kind.OVERRIDE: OverrideForm,
    Kind.SEGMENT_ORDER: OrderForm,
}
"""The rule of a segment is written in its editor."""


def setting_fields(form: forms.Form) -> Sequence[forms.BoundField]:
    """The fields of a form that are values of the feature."""
    return [form[name] for name in form.fields if name.startswith(PREFIX)]


def _for_everybody(target: Target) -> SwitchRule:
    """What stands for everybody, beside the rule of a segment."""
    if not target.segment:
        return NOTHING_SAID
    everybody = Target(kind=Kind.RULE, feature=target.feature)
    return rule_from(values_now([everybody])[everybody] or {})


def _day_before(moment: datetime) -> date:
    """The last day that lies wholly before a moment, where the shop is."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return (local - timedelta(seconds=1)).date()
