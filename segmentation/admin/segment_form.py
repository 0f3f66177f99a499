"""The page on which a segment and its rule are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.models import Segment
from segmentation.registry import features
from segmentation.standing import EVERYBODY_KEY

STEP = 10


class SegmentForm(forms.ModelForm):
    """Name, key and description; the rule is written beside it."""

    class Meta:
        model = Segment
        fields = ["name", "key", "description", "because"]
        widgets = {name: forms.TextInput() for name in ("key", "description", "because")}
        labels = {
            "name": gettext_lazy("Name"),
            "key": gettext_lazy("Key"),
            "description": gettext_lazy("Description"),
            "because": gettext_lazy("What its companies are told"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["key"]
        else:
            self.fields["key"].required = False
        for name, field in self.fields.items():
            if name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"
            field.widget.attrs["aria-describedby"] = "errors-form"
        self.fields["because"].widget.attrs["aria-describedby"] += " bc-because-example"

    @property
    def because_example(self) -> str:
        """The sentence that a company in the segment reads, with what is written here or what might be."""
        feature = next(iter(features), None)
        facts = {
            "feature": feature.label if feature else _("This"),
            "reason": str(self["because"].value() or "").strip().rstrip(".") or _("you have a frame contract"),
        }
        return _("%(feature)s is here because %(reason)s.") % facts

    def clean_key(self) -> str:
        key = self.cleaned_data["key"] or slugify(self.cleaned_data.get("name", ""))[:50]
        if not key:
            raise forms.ValidationError(_("Please write a key: none can be made from this name."))
        if key == EVERYBODY_KEY:
            raise forms.ValidationError(_("This key stands for everybody. Please choose another."))
        return str(key)

    def last_place(self) -> int:
        """The priority that puts a new segment after all others."""
        highest = Segment.objects.aggregate(highest=Max("priority"))["highest"] or 0
        return int(highest) + STEP
