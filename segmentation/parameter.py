"""What a feature can be set to besides on and off, as its host declares it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class ParameterKind(StrEnum):
    """What sort of value a feature's parameter takes."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    FLAG = "flag"
    CHOICE = "choice"
    TEXT = "text"


ParameterValue = int | Decimal | bool | str
"""Of whole, decimal, flag, and of choice or text."""

Choices = Sequence[tuple[str, "str | StrPromise"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """How a feature can be set finer than on and off: how many, how much, which.

    unit      what the number counts, as an admin reads it; empty for none
    minimum   and maximum: bounds of a number, both allowed themselves
    choices   value and label of each choice, or what brings them back where they are data of the host
    """

    key: str
    label: str | StrPromise
    kind: ParameterKind
    default: ParameterValue
    help: str | StrPromise = ""
    unit: str | StrPromise = ""
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    choices: Choices | Callable[[], Choices] = ()
