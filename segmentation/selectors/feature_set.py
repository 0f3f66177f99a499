from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property

from django.conf import settings

from segmentation import conf
from segmentation.cache import read_published
from segmentation.contracts import DecidedBy, FeatureAnswer, PermissionTest, Reason
from segmentation.registry import UnknownFeatureError, features
from segmentation.selectors.resolve_feature import resolve_feature
from segmentation.standing import Standing, Switches

logger = logging.getLogger(__name__)

_forced: dict[str, bool] = {}


class FeatureSet:
    """Which features are on for one customer. Reads nothing before it is asked, then one snapshot for its life."""

    def __init__(
        self,
        customer_key: str | Callable[[], str],
        *,
        now: datetime,
        has_permission: PermissionTest | None = None,
    ) -> None:
        self._customer_key = customer_key
        self._now = now
        self._has_permission = has_permission

    @cached_property
    def customer_key(self) -> str:
        return self._customer_key() if callable(self._customer_key) else self._customer_key

    @cached_property
    def _published(self) -> tuple[Switches, Standing]:
        return read_published(self.customer_key)

    @property
    def was_read(self) -> bool:
        """Whether anything has been asked yet."""
        return "_published" in self.__dict__

    @property
    def segments(self) -> frozenset[str]:
        """Keys of the segments the customer is in."""
        return self._published[1].segments

    def answer(self, key: str, category: str = "") -> FeatureAnswer:
        """Whether the feature is on, and why. An undeclared key raises where STRICT; elsewhere it is off."""
        try:
            feature = features.get(key)
        except UnknownFeatureError:
            if _mistakes_raise():
                raise
            logger.error("The feature %r was asked for, but nobody declared it; it counts as off.", key)
            return FeatureAnswer(
                feature=key, enabled=False, decided_by=DecidedBy.DEFAULT, reason=Reason(code="unknown")
            )
        if key in _forced:
            return FeatureAnswer(
                feature=key, enabled=_forced[key], decided_by=DecidedBy.COMPANY_OVERRIDE, reason=Reason(code="forced")
            )
        switches, standing = self._published
        return resolve_feature(
            feature,
            switches=switches,
            standing=standing,
            now=self._now,
            has_permission=self._has_permission,
            category=category,
        )

    def has(self, key: str, category: str = "") -> bool:
        return self.answer(key, category).enabled

    def __contains__(self, key: str) -> bool:
        return self.has(key)

    def all(self) -> Mapping[str, FeatureAnswer]:
        """The answer for every declared feature, in the order of declaration."""
        return {feature.key: self.answer(feature.key) for feature in features}


@contextmanager
def forced_features(wanted: Mapping[str, bool]) -> Iterator[None]:
    """Fix the answer of some features for everybody in this process, for tests."""
    for key in wanted:
        features.get(key)
    before = dict(_forced)
    _forced.update(wanted)
    try:
        yield
    finally:
        _forced.clear()
        _forced.update(before)


def _mistakes_raise() -> bool:
    strict = conf.get("STRICT")
    return bool(settings.DEBUG if strict is None else strict)
