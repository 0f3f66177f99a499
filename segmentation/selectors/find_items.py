from __future__ import annotations

from collections.abc import Mapping, Sequence

from segmentation.dimension import Subject
from segmentation.host import open_directory
from segmentation.items import NamesItems
from segmentation.models import BoughtItem, CategoryProfile

FOUND = 20
MOST_CATEGORIES = 2_000
"""Categories are few enough to be looked through by their names."""


def find_items(subject: Subject, text: str, *, limit: int = FOUND) -> Sequence[tuple[str, str]]:
    """Items with their names whose key holds the text, and whose name does where the host knows it.

    Keys are looked for among what companies bought, names of products among all that the host has.
    """
    asked = text.replace("\0", "").strip()
    if subject is Subject.CATEGORY:
        labels, folded = label_items(subject, _categories()), asked.casefold()
        matching = [(key, name) for key, name in labels.items() if folded in f"{key}\n{name}".casefold()]
        return sorted(matching, key=lambda pair: pair[1].casefold())[:limit]
    directory = open_directory()
    named: Mapping[str, str] = {}
    if asked and subject is Subject.PRODUCT and isinstance(directory, NamesItems):
        named = {key.strip().upper(): name for key, name in directory.search_items(asked, limit=limit).items()}
    bought = BoughtItem.objects.filter(kind=subject.value, item__icontains=asked).exclude(item__in=list(named))
    keys = list(bought.order_by("item").values_list("item", flat=True).distinct()[: max(limit - len(named), 0)])
    by_name = [(key, _with_number(name, key)) for key, name in named.items()]
    return [*by_name, *label_items(subject, keys).items()][:limit]


def label_items(subject: Subject, keys: Sequence[str]) -> Mapping[str, str]:
    """The names of these items, of products with the number beside it; the key where no name is known."""
    known = name_items(subject, keys)
    if subject is Subject.PRODUCT:
        return {key: _with_number(known.get(key, ""), key) for key in keys}
    return {key: known.get(key) or key for key in keys}


def name_items(subject: Subject, keys: Sequence[str]) -> Mapping[str, str]:
    """The names of these items that the host knows; one look-up for all. A brand's key is its name."""
    directory = open_directory()
    if keys and subject is Subject.CATEGORY:
        return directory.category_labels(keys)
    if keys and subject is Subject.PRODUCT and isinstance(directory, NamesItems):
        return directory.item_labels(keys)
    return {}


def _with_number(name: str, key: str) -> str:
    return f"{name} ({key})" if name and name != key else key


def _categories() -> Sequence[str]:
    """Every category that somebody bought in."""
    bought = BoughtItem.objects.filter(kind=Subject.CATEGORY.value).order_by().values_list("item", flat=True)
    classed = CategoryProfile.objects.order_by().values_list("category", flat=True)
    return list(bought.union(classed)[:MOST_CATEGORIES])
