"""What an admin may set by hand for one company."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.dimension import Dimension
from segmentation.models import BuyclassChoice, FeatureOverride, Segment
from segmentation.models.attributes import TEXT_LENGTH
from segmentation.registry import dimensions
from segmentation.selectors.may_switch import NeedsDraftError, check_may_choose
from segmentation.services.set_attribute import set_attribute
from segmentation.services.set_buyclass_override import set_buyclass_override
from segmentation.services.set_membership_choice import set_membership_choice
from segmentation.values.headers import importable
from segmentation.values.names import value_named
from segmentation.values.parse import parse_text
from segmentation.values.problems import UnfitValueError

REASON_LENGTH = FeatureOverride._meta.get_field("reason").max_length


class ByHandForm(forms.Form):
    """A reason, and a last day; both are asked for only when something is set, not when it is taken back."""

    reason = forms.CharField(max_length=REASON_LENGTH, required=False, strip=True)
    until = forms.DateField(required=False)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError(_("The last day lies in the past."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.sets_something(cleaned) and not cleaned.get("reason") and "reason" not in self.errors:
            raise forms.ValidationError(_("Please say why, so that your colleagues know."))
        return cleaned

    def sets_something(self, cleaned: dict[str, Any]) -> bool:
        """Whether this goes against what the orders or the segments say."""
        raise NotImplementedError

    def save(self, *, customer_key: str, actor: Any) -> bool:
        """Make the change through its service; brings back whether anything changed."""
        raise NotImplementedError

    @property
    def expires_at(self) -> datetime | None:
        """The end of the last day, where the shop is."""
        until = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min)) if until else None

    @property
    def messages(self) -> list[str]:
        """What is wrong, as sentences."""
        return [str(message) for errors in self.errors.values() for message in errors]


class BuyclassForm(ByHandForm):
    buyclass = forms.ChoiceField(choices=[("", gettext_lazy("By its orders")), *BuyclassChoice.choices], required=False)

    def sets_something(self, cleaned: dict[str, Any]) -> bool:
        return bool(cleaned.get("buyclass"))

    def save(self, *, customer_key: str, actor: Any) -> bool:
        return set_buyclass_override(
            customer_key=customer_key,
            buyclass=self.cleaned_data["buyclass"] or None,
            actor=actor,
            reason=self.cleaned_data["reason"],
            expires_at=self.expires_at,
        )


def _stated(dimension: Dimension, text: str) -> Any:
    return parse_text(dimension, value_named(dimension, text))


class AttributeForm(ByHandForm):
    """State a value, or with an empty one take back what was stated."""

    dimension = forms.ChoiceField(choices=lambda: [(one.key, str(one.label)) for one in importable()])
    value = forms.CharField(max_length=TEXT_LENGTH, required=False, strip=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.stated: Any = None
        if cleaned.get("value") and cleaned.get("dimension"):
            try:
                self.stated = _stated(dimensions.get(cleaned["dimension"]), cleaned["value"])
            except UnfitValueError as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned

    def sets_something(self, cleaned: dict[str, Any]) -> bool:
        return bool(cleaned.get("value"))

    def save(self, *, customer_key: str, actor: Any) -> bool:
        return set_attribute(
            customer_key=customer_key,
            dimension=self.cleaned_data["dimension"],
            value=self.stated,
            actor=actor,
            now=timezone.now(),
            reason=self.cleaned_data["reason"],
        )


class MembershipForm(ByHandForm):
    """Put the company into a segment, keep it out, or leave it to the rule."""

    CHOICES = {"in": True, "out": False, "rule": None}

    segment = forms.ModelChoiceField(Segment.objects.all(), to_field_name="key")
    choice = forms.ChoiceField(choices=[(choice, choice) for choice in CHOICES])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            include = self.CHOICES[cleaned["choice"]]
            try:
                check_may_choose(cleaned["segment"], companies=1, include=include, expires_at=self.expires_at)
            except NeedsDraftError as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned

    def sets_something(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("choice") in {"in", "out"}

    def save(self, *, customer_key: str, actor: Any) -> bool:
        changed = set_membership_choice(
            segment_key=self.cleaned_data["segment"].key,
            customer_keys=[customer_key],
            include=self.CHOICES[self.cleaned_data["choice"]],
            reason=self.cleaned_data["reason"],
            expires_at=self.expires_at,
            actor=actor,
        )
        return bool(changed)
