"""The ways of buying that are planted in the demo companies, and what a classifier should make of each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

ROUTINE, MAJOR, NEW, MIXED = "routine", "major", "new", "mixed"


class Kind(models.TextChoices):
    STEADY = "steady", _("Steady replenisher")
    SEASONAL = "seasonal", _("Seasonal buyer")
    PROJECT = "project", _("Project buyer")
    EXPLORER = "explorer", _("Explorer")
    ALL_THREE = "all_three", _("Does all three")
    LAPSED = "lapsed", _("Lapsed")
    ONE_ORDER = "one_order", _("One order")
    PROSPECT = "prospect", _("Prospect")

    @property
    def expected(self) -> str:
        """The class that is right. For companies that do all three it is the segment *mixed*, whatever their class."""
        return _EXPECTED[self]


_EXPECTED = {
    Kind.STEADY: ROUTINE,
    Kind.SEASONAL: ROUTINE,
    Kind.PROJECT: MAJOR,
    Kind.EXPLORER: NEW,
    Kind.ALL_THREE: MIXED,
    # Keeps the class it had when it stopped; that it stopped is its activity's business.
    Kind.LAPSED: ROUTINE,
    Kind.ONE_ORDER: NEW,
    Kind.PROSPECT: NEW,
}


def is_right(kind: Kind, *, buyclass: str, mixed: bool) -> bool:
    """Whether a company of this kind was recognised."""
    return mixed if kind.expected == MIXED else buyclass == kind.expected
