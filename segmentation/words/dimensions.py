from __future__ import annotations

from django.utils.translation import gettext_lazy

from segmentation.dimension import Family, Kind

FAMILIES = {
    Family.BEHAVIOUR: gettext_lazy("How they buy"),
    Family.TRANSACTIONS: gettext_lazy("What and how much they buy"),
    Family.FIRMOGRAPHIC: gettext_lazy("The company"),
    Family.PLACE: gettext_lazy("Where they are"),
    Family.NEEDS: gettext_lazy("What they need"),
    Family.DECIDING: gettext_lazy("How they decide"),
    Family.SYSTEMS: gettext_lazy("Their systems and know-how"),
    Family.DELIVERY: gettext_lazy("Delivery"),
    Family.LIFECYCLE: gettext_lazy("Lifecycle and value"),
    Family.OWN: gettext_lazy("More"),
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


def kind_text(kind: Kind) -> str:
    """What an admin reads for the kind of a dimension's values."""
    return str(KINDS[kind])
