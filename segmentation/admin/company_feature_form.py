"""A feature set by hand for one company: on, off or as its segments say, with values, a reason and an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from segmentation.admin.company_forms import ByHandForm
from segmentation.admin.value_fields import PREFIX, read_values, value_fields
from segmentation.models import FeatureOverride, SwitchState
from segmentation.registry import features
from segmentation.selectors.company_features import FeatureLine
from segmentation.selectors.draft_targets import Value
from segmentation.services.set_feature_override import set_feature_override


def _declared() -> Sequence[tuple[str, str]]:
    return [(feature.key, str(feature.label)) for feature in features]


class FeatureForm(ByHandForm):
    """Posted whole, or by one of the buttons `switch=<feature>:<state>`, which leave the values as they are."""

    feature = forms.ChoiceField(choices=_declared)
    state = forms.ChoiceField(choices=SwitchState.choices)

    def __init__(self, data: Any = None, *, line: FeatureLine | None = None) -> None:
        self.keeps_values = data is not None and "switch" in data
        if self.keeps_values:
            feature, _sign, state = data["switch"].partition(":")
            data = data.dict() | {"feature": feature, "state": state}
        key: str = line.feature.key if line else (data or {}).get("feature", "")
        super().__init__(data, auto_id=f"id_{key}_%s")
        self.chosen = features.get(key) if key in features else None
        if self.chosen and not self.keeps_values:
            said = line.override.parameters if line and line.override and line.override_holds else {}
            self.fields |= value_fields(self.chosen, said=said, left_empty=lambda _parameter: _("as its segments say"))

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def sets_something(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("state") in {SwitchState.ON, SwitchState.OFF}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.parameters = read_values(self, self.chosen) if self.chosen and not self.keeps_values else {}
        return cleaned

    def save(self, *, customer_key: str, actor: Any) -> bool:
        feature: str = self.cleaned_data["feature"]
        return set_feature_override(
            feature=feature,
            customer_key=customer_key,
            state=self.cleaned_data["state"],
            actor=actor,
            reason=self.cleaned_data["reason"],
            expires_at=self.expires_at,
            parameters=self._values(_values_now(feature, customer_key)) if self.keeps_values else self.parameters,
        )

    def drafted(self, standing: Value) -> Value:
        """What it says as a draft holds it; `standing` is what it takes the place of, whose values a button keeps."""
        state = self.cleaned_data["state"]
        if state == SwitchState.INHERIT:
            return {}
        return {
            "enabled": state == SwitchState.ON,
            "reason": self.cleaned_data["reason"],
            "expires_at": self.expires_at,
            "parameters": self._values(standing.get("parameters", {})) if self.keeps_values else self.parameters,
        }

    def _values(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Those that the feature still has."""
        declared = {parameter.key for parameter in self.chosen.parameters} if self.chosen else set()
        return {key: value for key, value in stored.items() if key in declared}


def _values_now(feature: str, customer_key: str) -> dict[str, Any]:
    rows = FeatureOverride.objects.filter(feature=feature, customer_key=customer_key)
    return rows.values_list("parameters", flat=True).first() or {}
