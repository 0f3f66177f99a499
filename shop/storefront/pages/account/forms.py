from __future__ import annotations

from typing import Any

from django import forms

from shop.companies.models import Address


class AddressForm(forms.ModelForm):
    class Meta:
        model = Address
        fields = ["label", "recipient", "street", "postcode", "city", "region", "country", "is_default"]
        widgets = {
            "recipient": forms.TextInput(attrs={"autocomplete": "organization"}),
            "street": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "region": forms.TextInput(attrs={"autocomplete": "address-level1"}),
            "country": forms.TextInput(attrs={"autocomplete": "country", "size": 2}),
        }

    def clean_country(self) -> Any:
        return self.cleaned_data["country"].upper()
