"""What each column of a file may be assigned to, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from segmentation.models import AttributeImport
from segmentation.values.headers import CUSTOMER, importable
from segmentation.words.dimensions import by_family

Choice = tuple[str, str]


def column_choices() -> Sequence[tuple[str, Sequence[Choice]]]:
    """Family -> its dimensions, by key and label; first, without a family, the customer's number."""
    groups = [
        (family, [(dimension.key, str(dimension.label)) for dimension in declared])
        for family, declared in by_family(importable(), lambda dimension: dimension.family)
    ]
    return [("", [("", _("Leave it out")), (CUSTOMER, _("Customer's number"))]), *groups]


def posted_mapping(data: QueryDict, source: AttributeImport) -> dict[str, str]:
    """Column -> what was chosen for it."""
    chosen = {name: data.get(f"column-{at}", "") for at, name in enumerate(source.header) if name}
    return {name: key for name, key in chosen.items() if key}
