from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale

from shop.companies.models import Company
from shop.segmentation_bridge.industry_names import industry_name

FALLBACK = "en"
INDUSTRIES = ("industry_nace", "industry_isic")


def value_names_of(values: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, str]]:
    """Countries and languages in the reader's own, industries, and companies by name, which alone take a query."""
    reader = _reader()
    named = {
        "country": {code: reader.territories.get(code, "") for code in values.get("country", ())},
        "language": {tag: _language(tag, reader) for tag in values.get("language", ())},
        "group_parent": _companies(values.get("group_parent", ())),
        **{scheme: {code: industry_name(code) for code in values.get(scheme, ())} for scheme in INDUSTRIES},
    }
    return {dimension: {value: name for value, name in names.items() if name} for dimension, names in named.items()}


def _reader() -> Locale:
    try:
        return Locale.parse(to_locale(get_language() or FALLBACK))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def _language(tag: str, reader: Locale) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name(reader) or ""
    except (UnknownLocaleError, ValueError):
        return ""


def _companies(numbers: Sequence[str]) -> Mapping[str, str]:
    companies = Company.objects.filter(number__in=numbers).order_by() if numbers else Company.objects.none()
    return dict(companies.values_list("number", "name"))
