from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shop.companies.models import ADDRESS_FIELDS, Address, Company
from shop.orders.wished_delivery import LATEST_DELIVERY, wished_delivery_problem

NEW = "new"
AUTOCOMPLETE = {
    "recipient": "organization",
    "street": "address-line1",
    "postcode": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
    "country": "country",
}
"""What a browser may fill in by itself."""


class CheckoutForm(forms.Form):
    """Where to, when and under which number; the goods themselves stay in the cart."""

    use_required_attribute = False

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen_total = forms.DecimalField(max_digits=14, decimal_places=2, widget=forms.HiddenInput, required=False)
    """What the page said the order comes to."""
    address = forms.ChoiceField(label=_("Deliver to"), widget=forms.RadioSelect)

    recipient = forms.CharField(label=_("Recipient"), max_length=160)
    street = forms.CharField(label=_("Street and number"), max_length=160)
    postcode = forms.CharField(label=_("Postcode"), max_length=16)
    city = forms.CharField(label=_("City"), max_length=80)
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        help_text=_("Two letters, such as DK."),
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Enter the two letters of the country, such as DK."))],
    )
    keep_address = forms.BooleanField(label=_("Keep this address for next time"), required=False)

    po_number = forms.CharField(
        label=_("Your reference (PO number)"),
        max_length=40,
        required=False,
        help_text=_("We print it on the delivery note and on the invoice."),
    )
    wished_delivery = forms.DateField(
        label=_("Wished delivery date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("From Monday to Friday, and not on a public holiday. Leave it empty for as soon as possible."),
        error_messages={"invalid": _("Enter a date, such as 2026-03-24.")},
    )
    note = forms.CharField(
        label=_("Note to us"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, company: Company, today: date, **kwargs: Any) -> None:
        self.company = company
        self.today = today
        self.own_addresses = {str(address.pk): address for address in company.addresses.all()}
        usual = next(iter(self.own_addresses), NEW)
        super().__init__(*args, **kwargs)
        self.initial.update(address=usual, recipient=company.name, country=company.country)
        address = cast("forms.ChoiceField", self.fields["address"])
        address.choices = [*self.own_addresses.items(), (NEW, _("Another address"))]
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["wished_delivery"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + LATEST_DELIVERY).isoformat(),
        }

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def clean_wished_delivery(self) -> date | None:
        wished: date | None = self.cleaned_data["wished_delivery"]
        if wished and (problem := wished_delivery_problem(wished, today=self.today)):
            raise ValidationError(problem.message)
        return wished

    def clean(self) -> None:
        """The fields of a new address count only where one is wanted."""
        if self.cleaned_data.get("address") != NEW:
            for name in ADDRESS_FIELDS:
                self.errors.pop(name, None)

    def address_to_use(self) -> Address:
        """The address the goods go to; a new one is not saved."""
        chosen = self.cleaned_data["address"]
        if chosen != NEW:
            return self.own_addresses[chosen]
        fields = {name: self.cleaned_data[name] for name in ADDRESS_FIELDS}
        return Address(company=self.company, label=f"{fields['street']}, {fields['city']}"[:60], **fields)

    def keep_new_address(self) -> None:
        """Add the new address to the company's own, unless it is there already."""
        address = self.address_to_use()
        fields = {name: getattr(address, name) for name in ADDRESS_FIELDS}
        if not Address.objects.filter(company=self.company, **fields).exists():
            address.save()
