"""What is said of a feature for one segment, or for everybody: state, shares and values, with the reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.switch_form import REASON_LENGTH
from segmentation.admin.value_fields import PREFIX, read_values, value_fields
from segmentation.contracts import Feature
from segmentation.models import SwitchState
from segmentation.services.set_feature_rule import describe_rule, set_feature_rule
from segmentation.standing import EVERYBODY, NOTHING_SAID, FeatureSwitches


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

    def __init__(self, *, feature: Feature, own: FeatureSwitches, segment: str, data: Any = None) -> None:
        self.feature, self.segment = feature, segment
        rule = own.rules.get(segment, NOTHING_SAID)
        self.stands = describe_rule(rule)
        shown = {"state": rule.state, "share": rule.share, "held_out": rule.held_out}
        super().__init__(data, initial=shown, auto_id=f"id_{segment}_%s")
        everybody = own.rules.get(EVERYBODY, NOTHING_SAID) if segment != EVERYBODY else NOTHING_SAID
        self.fields |= value_fields(feature, said=rule.parameters, everybody=everybody)
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

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def save(self, *, actor: Any) -> bool:
        """Say it through the service; brings back whether anything changed."""
        said = {name: self.cleaned_data[name] for name in ("state", "share", "held_out", "reason")}
        return set_feature_rule(
            feature=self.feature.key, segment=self.segment, parameters=self.parameters, actor=actor, **said
        )
