from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.storefront.pages.catalogue.selectors import BrandCount, ListingWish, Sorting


class ListingForm(forms.Form):
    """How the visitor wants a list of products. What makes no sense in the address is left out of account."""

    brand = forms.TypedChoiceField(label=_("Brand"), required=False, coerce=int, empty_value=None)
    sort = forms.ChoiceField(label=_("Sort by"), required=False)

    def __init__(self, data: Any, *, brands: Sequence[BrandCount], with_prices: bool) -> None:
        super().__init__(data)
        self.fields["brand"].choices = [  # type: ignore[attr-defined]
            ("", _("All brands")),
            *((brand.pk, f"{brand.name} ({brand.products})") for brand in brands),
        ]
        by_price = {Sorting.PRICE_UP, Sorting.PRICE_DOWN}
        self.fields["sort"].choices = [  # type: ignore[attr-defined]
            choice for choice in Sorting.choices if with_prices or choice[0] not in by_price
        ]

    def wish(self) -> ListingWish:
        """The valid part of what was asked for."""
        self.is_valid()
        return ListingWish(
            brand=self.cleaned_data.get("brand"), sort=Sorting(self.cleaned_data.get("sort") or Sorting.NAME)
        )
