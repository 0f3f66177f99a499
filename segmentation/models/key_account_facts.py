"""What is known of a company as a key account, or as one that might be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from segmentation.contracts import CustomerLabel
from segmentation.models.attributes import AttributeBatch
from segmentation.models.key_accounts import KeyAccountDismissal
from segmentation.models.profile_facts import YearlyValue


class Group(StrEnum):
    """What can be looked at; a company is in several of them, or in none."""

    KEY = "key"
    SUGGESTED = "suggested"
    AGAINST = "against"
    """Key accounts that would not be suggested today."""
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAccountCounts:
    margins: int
    """Of how many the margin is known."""
    places: int
    """How many have a place by it."""
    of_group: Mapping[Group, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAccountRow:
    label: CustomerLabel
    is_key: bool
    is_suggested: bool | None
    """None while its margin is not known."""
    manager: str
    margin: Decimal | None
    place: int | None
    bought: YearlyValue
    stated: AttributeBatch | None
    """With what it was said that it is a key account, or that it is none."""
    dismissal: KeyAccountDismissal | None
