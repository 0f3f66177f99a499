"""Weights of benefits as people fill them in: a number each, from 1 to 10, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import new_class
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from segmentation.admin.base import ThemedNumber
from segmentation.models import Benefit, BenefitSegment, BenefitWeight, CompanyBenefits
from segmentation.models.benefits import LEAST_WEIGHT, MOST_WEIGHT
from segmentation.selectors.benefit_table import BenefitTable
from segmentation.selectors.known_companies import KnownCustomers

SCALE = _("From 1 (hardly matters) to 10 (decides). Leave empty what was not said.")


def field_name(benefit: Benefit) -> str:
    return f"benefit_{benefit.pk}"


class WeighingForm(forms.ModelForm):
    """A form of a row with a number field for every benefit. Made by `weighing`."""

    benefits: ClassVar[Sequence[Benefit]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.stored_weights()
        for benefit in self.benefits:
            self.initial.setdefault(field_name(benefit), stored.get(benefit.key))

    @property
    def weights(self) -> Mapping[Benefit, int | None]:
        """What was filled in, None for what was left empty; once the form is valid."""
        return {benefit: self.cleaned_data.get(field_name(benefit)) for benefit in self.benefits}

    def stored_weights(self) -> Mapping[str, int]:
        """Key of a benefit -> its weight as it stands."""
        raise NotImplementedError


class SurveyForm(WeighingForm):
    class Meta:
        model = CompanyBenefits
        fields = ["customer_key", "asked_on"]
        labels = {"customer_key": _("Customer number")}

    def stored_weights(self) -> Mapping[str, int]:
        return self.instance.weights if isinstance(self.instance.weights, dict) else {}

    def clean_customer_key(self) -> str:
        key: str = self.cleaned_data["customer_key"].strip()
        if not KnownCustomers().among([key]):
            raise forms.ValidationError(_("No company has this number."))
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and all(weight is None for weight in self.weights.values()):
            raise forms.ValidationError(_("Fill in at least one number: how much a benefit matters to the company."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        # What was said of benefits that are not asked about any more stays.
        kept = {key: weight for key, weight in self.stored_weights().items() if key not in self._keys}
        said = {benefit.key: weight for benefit, weight in self.weights.items() if weight is not None}
        self.instance.weights = {**kept, **said}
        return super().save(commit)

    @property
    def _keys(self) -> set[str]:
        return {benefit.key for benefit in self.benefits}


class BenefitSegmentForm(WeighingForm):
    class Meta:
        model = BenefitSegment
        fields = ["name", "key", "description"]

    def stored_weights(self) -> Mapping[str, int]:
        if not self.instance.pk:
            return {}
        rows = BenefitWeight.objects.filter(segment=self.instance).order_by()
        return dict(rows.values_list("benefit__key", "weight"))


class WeightTableForm(forms.Form):
    """Every weight of every benefit segment, in the order of the table; `version` tells what stood there before."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, table: BenefitTable) -> None:
        super().__init__(data, initial={"version": table.version})
        self.table = table
        for benefit in table.benefits:
            for segment in table.segments:
                name = _cell_name(segment, benefit)
                self.fields[name] = weight_field(
                    _("%(benefit)s for %(segment)s") % {"benefit": benefit.label, "segment": segment.name},
                    widget=forms.NumberInput,
                )
                self.initial[name] = table.weights.get((segment.pk, benefit.pk))

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody else changed a weight since the page was opened."""
        return bool(self.data.get("version", "") != self.table.version)

    @property
    def rows(self) -> Iterable[tuple[Benefit, Sequence[tuple[BenefitSegment, forms.BoundField]]]]:
        for benefit in self.table.benefits:
            yield benefit, [(segment, self[_cell_name(segment, benefit)]) for segment in self.table.segments]

    @property
    def weights(self) -> Mapping[tuple[int, int], int | None]:
        """What to store, as `set_benefit_weights` takes it; a number that the page did not send stays as it is."""
        return {
            (segment.pk, benefit.pk): self.cleaned_data[name]
            for benefit in self.table.benefits
            for segment in self.table.segments
            if (name := _cell_name(segment, benefit)) in self.data
        }


def weight_field(label: Any, *, widget: type[forms.Widget] = ThemedNumber) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=LEAST_WEIGHT, max_value=MOST_WEIGHT, widget=widget(attrs={"step": 1})
    )


def weighing(form: type[WeighingForm], benefits: Sequence[Benefit]) -> type[WeighingForm]:
    """The form with a field for each of these benefits."""
    fields = {field_name(benefit): weight_field(benefit.label) for benefit in benefits}
    members = {**fields, "benefits": benefits, "__module__": form.__module__}
    return cast("type[WeighingForm]", new_class(form.__name__, (form,), {}, lambda body: body.update(members)))


def _cell_name(segment: BenefitSegment, benefit: Benefit) -> str:
    return f"weight_{segment.pk}_{benefit.pk}"
