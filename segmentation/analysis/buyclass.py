"""From shares to a class, with hysteresis."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Ints, fixed
from segmentation.analysis.config import ClassifierConfig
from segmentation.contracts import Buyclass

ROUTINE, MAJOR, NEW = range(3)
BUYCLASSES = (Buyclass.ROUTINE, Buyclass.MAJOR, Buyclass.NEW)
"""In the order of the codes, from least to most newness."""

ClassCodes = npt.NDArray[np.int8]


def class_by_threshold(routine: Ints, new: Ints, *, config: ClassifierConfig) -> ClassCodes:
    """The class of shares in millionths, without a past. Doubt falls to major, the middle."""
    is_routine = routine >= fixed(config.routine_threshold)
    is_new = new > fixed(config.new_threshold)
    return _codes(is_routine, is_new)


def class_after(current: ClassCodes, routine: Ints, new: Ints, *, config: ClassifierConfig) -> ClassCodes:
    """The next class of somebody who has one: entering takes a little more than staying."""
    slack = fixed(config.hysteresis)
    routine_at, new_at = fixed(config.routine_threshold), fixed(config.new_threshold)
    is_routine = np.where(current == ROUTINE, routine >= routine_at - slack, routine >= routine_at + slack)
    is_new = np.where(current == NEW, new >= new_at - slack, new > new_at + slack)
    return _codes(is_routine, is_new)


def _codes(is_routine: npt.NDArray[np.bool_], is_new: npt.NDArray[np.bool_]) -> ClassCodes:
    return np.where(is_routine, ROUTINE, np.where(is_new, NEW, MAJOR)).astype(np.int8)


def class_path(routine: Ints, new: Ints, index: Ints, *, config: ClassifierConfig) -> ClassCodes:
    """The class after every occasion of everybody; `index` counts each one's from 0.

    The first is new, the second goes by the thresholds alone, and each later one is `class_after` the one before. A
    share between the borders leaves the class as the latest share beyond them left it, which needs no loop.
    """
    slack = fixed(config.hysteresis)
    routine_at, new_at = fixed(config.routine_threshold), fixed(config.new_threshold)
    first, second = index == 0, index == 1
    routine_on = ~first & (routine >= np.where(second, routine_at, routine_at + slack))
    is_routine = _latest(routine_on, first | second | routine_on | (routine < routine_at - slack))
    new_on = first | (~is_routine & (new > np.where(second, new_at, new_at + slack)))
    is_new = _latest(new_on, first | second | is_routine | new_on | (new < new_at - slack))
    return _codes(is_routine, is_new)


def _latest(values: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Each value where it is known, and elsewhere the latest known before it."""
    latest = np.maximum.accumulate(np.where(known, np.arange(len(known)), 0))
    found: npt.NDArray[np.bool_] = values[latest]
    return found
