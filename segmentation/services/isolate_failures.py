from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import DataError, transaction

from segmentation.contracts import OrderSourceError

Lines = TypeVar("Lines")
Done = TypeVar("Done")

ABOUT_ORDERS = (OrderSourceError, DataError, ValueError, TypeError, ArithmeticError, LookupError)
"""What orders that cannot be used may raise. Anything else (a database that is away) is tried again as a whole."""
MOST_TRIES = 100
"""After so many, whoever is not done is given up with the piece it is in: enough to find some bad customers of a
hundred thousand by halving, and any number that the source names."""


def isolate_failures(
    keys: Sequence[str],
    *,
    read: Callable[[Sequence[str]], Lines],
    work: Callable[[Sequence[str], Lines], Done],
) -> tuple[list[Done], dict[str, str]]:
    """Read and work out all customers but those whose orders cannot be used; brings back what was done, and why not.

    Whom an error names is left out and the others are tried again; if it names nobody, the piece is halved until the
    customer is alone. A piece is done as a whole or not at all. If nobody can be done, the first error is raised: then
    it is not about a customer.
    """
    pieces: list[tuple[Sequence[str], Lines | None]] = [(keys, None)]
    done: list[Done] = []
    failures: dict[str, str] = {}
    first: Exception | None = None
    tries = 0
    while pieces:
        piece, lines = pieces.pop()
        tries += 1
        try:
            with transaction.atomic():
                lines = read(piece) if lines is None else lines
                done.append(work(piece, lines))
        except ABOUT_ORDERS as error:
            first = first or error
            blamed = set(getattr(error, "customers", ())) & set(piece)
            if tries >= MOST_TRIES or len(piece) == 1:
                blamed = set(piece)
            failures |= dict.fromkeys(sorted(blamed), _text(error))
            rest = [key for key in piece if key not in blamed]
            half = len(rest) if blamed else len(rest) // 2
            # The first half comes up next, so that customers are written in the order in which they are locked.
            pieces += [(part, lines) for part in (rest[half:], rest[:half]) if part]
    if first is not None and not done and len(keys) > 1 and not getattr(first, "customers", ()):
        raise first
    return done, failures


def _text(error: Exception) -> str:
    return str(error) if isinstance(error, OrderSourceError) else f"{type(error).__name__}: {error}"
