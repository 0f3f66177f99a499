"""What an admin may set by hand for one company."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.stated_fields import read_stated, stated_field
from segmentation.dimension import Origin
from segmentation.models import BuyclassChoice, FeatureOverride, Segment
from segmentation.selectors.attributes import AttributeValue
from segmentation.selectors.may_switch import NeedsDraftError, check_may_choose
from segmentation.services.set_attribute import set_attribute
from segmentation.services.set_buyclass_override import set_buyclass_override
from segmentation.services.set_membership_choice import set_membership_choice
from segmentation.values.headers import importable
from segmentation.values.problems import UnfitValueError

TAKE_BACK = "take_back"
"""Name of the button that takes back what was stated."""
REASON_LENGTH = FeatureOverride._meta.get_field("reason").max_length


class ByHandForm(forms.Form):
    """A reason, and a last day; both are asked for only when something is set, not when it is taken back."""

    reason = forms.CharField(max_length=REASON_LENGTH, required=False, strip=True, label=gettext_lazy("Why"))
    until = forms.DateField(required=False)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError(_("The last day lies in the past."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.sets_something(cleaned) and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say why, so that your colleagues know."))
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


class AttributeForm(ByHandForm):
    """State a value, or with an empty one take back what was stated. The field of the value goes by the dimension."""

    dimension = forms.ChoiceField(choices=lambda: [(one.key, str(one.label)) for one in importable()])

    def __init__(self, data: QueryDict | None = None, *, asked: str = "", known: AttributeValue | None = None) -> None:
        """`asked` is the key of the dimension; `known` what is stored of it, where the form is to show that."""
        super().__init__(data, initial={"dimension": asked})
        self.known = known
        self.about = next((one for one in importable() if one.key == asked), None)
        if self.about is not None:
            by_hand = known.value if known and known.origin is Origin.HAND else None
            self.fields["value"] = stated_field(self.about, value=by_hand)

    @property
    def by_hand(self) -> bool:
        """Whether there is something to take back."""
        return self.known is not None and self.known.origin is Origin.HAND

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.stated: Any = None
        if self.sets_something(cleaned) and self.about is not None:
            try:
                self.stated = read_stated(self.about, cleaned["value"])
            except UnfitValueError as error:
                self.add_error("value", str(error))
            except forms.ValidationError as error:
                self.add_error("value", error)
        return cleaned

    def sets_something(self, cleaned: dict[str, Any]) -> bool:
        return bool(cleaned.get("value")) and TAKE_BACK not in self.data

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
