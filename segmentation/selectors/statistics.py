"""What was learnt from everybody's orders, as it is in use; loads pandas only where a frame is asked for."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from segmentation.analysis.priors import DEFAULT_PRIOR, Prior
from segmentation.models import StatisticsVersion

if TYPE_CHECKING:
    import pandas as pd

PRIOR = "prior"


class UnknownVersionError(LookupError):
    """A run or a profile names a version of the statistics that is not kept."""


def active_statistics(kind: str) -> StatisticsVersion | None:
    """The version of this kind that is in use."""
    return StatisticsVersion.objects.filter(kind=kind, active=True).first()


def active_frame(kind: str) -> pd.DataFrame | None:
    """The statistics in use as they were reduced, or None before the first run."""
    from segmentation.analysis.frame_bytes import frame_from_bytes

    version = active_statistics(kind)
    return None if version is None else frame_from_bytes(bytes(version.payload))


def active_prior() -> Prior:
    """The prior in use: the one published last, else the one that comes with the plugin."""
    version = active_statistics(PRIOR)
    return DEFAULT_PRIOR if version is None else prior_from_bytes(version.payload)


def load_prior(version: str) -> Prior:
    """The prior a run goes by, whichever is in use now."""
    if version == DEFAULT_PRIOR.version:
        return DEFAULT_PRIOR
    kept = StatisticsVersion.objects.filter(kind=PRIOR, version=version).first()
    if kept is None:
        raise UnknownVersionError(f"There is no prior {version!r}.")
    return prior_from_bytes(kept.payload)


def are_fresh(kinds: Collection[str], *, since: date) -> bool:
    """Whether statistics of all these kinds are in use and not older than a day."""
    fresh = StatisticsVersion.objects.filter(kind__in=kinds, active=True, as_of__gte=since)
    return set(fresh.values_list("kind", flat=True)) == set(kinds)


def prior_to_bytes(prior: Prior) -> bytes:
    """A prior as it is kept."""
    return json.dumps(prior.to_dict()).encode()


def prior_from_bytes(payload: bytes | memoryview) -> Prior:
    """A prior as it was kept; raises ValueError for one that was changed since."""
    return Prior.from_dict(json.loads(bytes(payload)))
