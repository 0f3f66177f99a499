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
