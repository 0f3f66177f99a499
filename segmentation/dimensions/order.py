"""In which order values that follow from others are worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from graphlib import CycleError, TopologicalSorter

from segmentation.dimension import Dimension


class CircularDerivationError(ValueError):
    """Values are to follow from each other in a circle."""


def derivation_levels(
    declared: Iterable[Dimension], *, changed: Collection[str] | None = None
) -> list[list[Dimension]]:
    """Derived dimensions, level by level: each level follows from what is stated and from the levels before.

    With `changed`, only what follows from those, directly or by way of others. Raises CircularDerivationError.
    """
    derived = {one.key: one for one in declared if one.derivation is not None}
    inputs = {key: set(one.derivation.inputs) if one.derivation else set() for key, one in derived.items()}
    sorter = TopologicalSorter({key: names & derived.keys() for key, names in inputs.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        raise CircularDerivationError(" → ".join(error.args[1])) from error
    moved = set(changed or ())
    levels = []
    while sorter.is_active():
        ready = sorter.get_ready()
        level = [key for key in derived if key in ready and (changed is None or inputs[key] & moved)]
        moved.update(level)
        levels += [[derived[key] for key in level]] if level else []
        sorter.done(*ready)
    return levels
