"""What is said of a feature for one segment, or for everybody: state, shares and values, with the reason."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.switch_form import REASON_LENGTH
from segmentation.admin.value_fields import PREFIX, as_for_everybody, read_values, value_fields
from segmentation.contracts import Feature
from segmentation.models import SwitchState
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.standing import EVERYBODY, NOTHING_SAID, FeatureSwitches
from segmentation.words.audited_values import describe_switch_rule
from segmentation.words.local_moments import LocalMomentError, moment_from_local


class FeatureRuleForm(forms.Form):
    """Filled with what is said now; refuses to save over what somebody else said meanwhile."""

    state = forms.ChoiceField(choices=SwitchState.choices, widget=forms.RadioSelect, label=gettext_lazy("Switch"))
    share = forms.IntegerField(
        min_value=0,
        max_value=100,
        label=gettext_lazy("Roll-out, in percent"),
        help_text=gettext_lazy("Where it is on: for how many of the companies. Raising it keeps those who have it."),
    )
    held_out = forms.IntegerField(
        min_value=0,
        max_value=100,
        label=gettext_lazy("Held out, in percent"),
        help_text=gettext_lazy("How many of them go without, so that the effect can be measured."),
    )
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        required=False,
        strip=True,
        label=gettext_lazy("Why (for your colleagues, may stay empty)"),
    )

    publish_at = forms.CharField(
        required=False,
        label=gettext_lazy("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("Where the shop is. Left empty: at once."),
    )
    ends_at = forms.CharField(
        required=False,
        label=gettext_lazy("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("Then it is again as it was before. Left empty: until it is changed."),
    )

    def __init__(self, *, feature: Feature, own: FeatureSwitches, segment: str, data: Any = None) -> None:
        self.feature, self.segment = feature, segment
        rule = own.rules.get(segment, NOTHING_SAID)
        self.stands = describe_switch_rule(rule)
        shown = {"state": rule.state, "share": rule.share, "held_out": rule.held_out}
        super().__init__(data, initial=shown, auto_id=f"id_{segment}_%s")
        everybody = own.rules.get(EVERYBODY, NOTHING_SAID) if segment != EVERYBODY else NOTHING_SAID
        self.fields |= value_fields(
            feature, said=rule.parameters, left_empty=partial(as_for_everybody, everybody=everybody)
        )
        for name in ("share", "held_out"):
            self.fields[name].widget.attrs["data-slider"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.parameters = read_values(self, self.feature)
        if self.data.get("was", self.stands) != self.stands:
            raise forms.ValidationError(
                _("Somebody else changed this meanwhile. Saving again puts yours in its place.")
            )
        return cleaned

    def clean_publish_at(self) -> datetime | None:
        return self._moment("publish_at")

    def clean_ends_at(self) -> datetime | None:
        ends_at = self._moment("ends_at")
        now = timezone.now()
        begins_at = self.cleaned_data.get("publish_at") or now
        if ends_at is not None and ends_at <= max(begins_at, now):
            raise forms.ValidationError(_("The end has to come after the beginning, and after now."))
        return ends_at

    def _moment(self, name: str) -> datetime | None:
        typed = self.cleaned_data[name]
        try:
            return moment_from_local(typed) if typed else None
        except LocalMomentError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def is_planned(self) -> bool:
        """Whether it is to be made, or to end, at a moment."""
        return bool(self.cleaned_data["publish_at"] or self.cleaned_data["ends_at"])

    @property
    def said(self) -> dict[str, Any]:
        """The whole rule, as the fields of a `SwitchRule`."""
        return {name: self.cleaned_data[name] for name in ("state", "share", "held_out")} | {
            "parameters": self.parameters
        }

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def save(self, *, actor: Any) -> bool:
        """Say it through the service; brings back whether anything changed."""
        return set_feature_rule(
            feature=self.feature.key,
            segment=self.segment,
            actor=actor,
            reason=self.cleaned_data["reason"],
            **self.said,
        )
