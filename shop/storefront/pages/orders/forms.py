from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.orders.models import OrderState


class OrderFilterForm(forms.Form):
    """What to look for in the order history; anything it does not understand is left out."""

    q = forms.CharField(
        label=_("Order number or your reference"), max_length=40, required=False, widget=forms.TextInput()
    )
    state = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *OrderState.choices], required=False)

    def wanted(self) -> tuple[str, str]:
        """Text and state to filter by; empty for either means all."""
        self.full_clean()
        return self.cleaned_data.get("q", "").strip(), self.cleaned_data.get("state", "")
