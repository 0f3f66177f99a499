from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import gettext_lazy

from segmentation.dimension import Family, Kind

Item = TypeVar("Item")

FAMILIES = {
    Family.BEHAVIOUR: gettext_lazy("Buying behaviour"),
    Family.TRANSACTIONS: gettext_lazy("Orders and money"),
    Family.FIRMOGRAPHIC: gettext_lazy("The company"),
    Family.PLACE: gettext_lazy("Place and language"),
    Family.NEEDS: gettext_lazy("Needs"),
    Family.DECIDING: gettext_lazy("Deciding"),
    Family.SYSTEMS: gettext_lazy("Systems and skill"),
    Family.DELIVERY: gettext_lazy("Delivery"),
    Family.LIFECYCLE: gettext_lazy("Stage and worth"),
    Family.OWN: gettext_lazy("Of this shop"),
}
KINDS = {
    Kind.NUMBER: gettext_lazy("number"),
    Kind.MONEY: gettext_lazy("amount"),
    Kind.DATE: gettext_lazy("day"),
    Kind.CHOICE: gettext_lazy("one of a list"),
    Kind.CHOICES: gettext_lazy("several of a list"),
    Kind.TEXT: gettext_lazy("text"),
    Kind.YES_NO: gettext_lazy("yes or no"),
}


def family_text(family: Family) -> str:
    """What an admin reads above the dimensions of a family."""
    return str(FAMILIES[family])


def by_family(items: Iterable[Item], family_of: Callable[[Item], Family]) -> list[tuple[str, list[Item]]]:
    """Things under the name of their family: families in their order, things as they came, no family without any."""
    found: dict[Family, list[Item]] = {family: [] for family in Family}
    for item in items:
        found[family_of(item)].append(item)
    return [(family_text(family), own) for family, own in found.items() if own]


def kind_text(kind: Kind) -> str:
    """What an admin reads for the kind of a dimension's values."""
    return str(KINDS[kind])
