"""Links to the pages of the plugin's admin."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from segmentation.contracts import CustomerLabel


def company_url(customer_key: str) -> str:
    """The page of one company in the admin."""
    return reverse("admin:segmentation_customerprofile_change", args=[quote(customer_key)])


def feature_url(key: str) -> str:
    """The page of one feature in the admin; the switches of all where features have no page of their own."""
    try:
        return reverse("admin:segmentation_feature", args=[key])
    except NoReverseMatch:
        return reverse("admin:segmentation_featurerule_changelist")


def company_link(label: CustomerLabel | None) -> SafeString | str:
    """A company's name, linked to its page, with its number where that is not the name."""
    if label is None:
        return ""
    number = format_html(' <span class="bc-quiet">{}</span>', label.key) if label.name != label.key else ""
    return format_html('<a class="bc-link" href="{}">{}</a>{}', company_url(label.key), label.name, number)
