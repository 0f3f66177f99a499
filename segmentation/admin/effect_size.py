"""How large a difference somebody looks for."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from segmentation.selectors.effect import SIZE


class SizeForm(forms.Form):
    size = forms.IntegerField(
        label=gettext_lazy("When could a difference of this many percent be seen?"),
        min_value=1,
        max_value=100,
        error_messages={
            "invalid": gettext_lazy("Please give a whole number from 1 to 100."),
            "required": gettext_lazy("Please give a whole number from 1 to 100."),
            "min_value": gettext_lazy("Please give a whole number from 1 to 100."),
            "max_value": gettext_lazy("Please give a whole number from 1 to 100."),
        },
    )

    @classmethod
    def asked(cls, request: HttpRequest) -> SizeForm:
        """As it was asked for, or as it is told unasked."""
        return cls(request.GET if "size" in request.GET else {"size": round(100 * SIZE)})

    @property
    def part(self) -> float:
        """The difference as a part of one; what does not fit counts as not asked for."""
        return float(self.cleaned_data["size"]) / 100 if self.is_valid() else SIZE
