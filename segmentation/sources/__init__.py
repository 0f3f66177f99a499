"""Where order lines come from. Every source gives the canonical frame of `segmentation.contracts`."""

from __future__ import annotations

from segmentation.sources.asking import count_lines, read_range, take_fingerprints
from segmentation.sources.canonical import LineRules
from segmentation.sources.combined import CombinedSource
from segmentation.sources.committed import committed_orders
from segmentation.sources.csv_file import CsvSource
from segmentation.sources.django_model import DjangoModelSource
from segmentation.sources.errors import SourceError
from segmentation.sources.files import FileLimits
from segmentation.sources.in_memory import FrameSource
from segmentation.sources.opening import open_source
from segmentation.sources.parquet_file import ParquetSource
from segmentation.sources.planning import PlannedShard, plan_shards
from segmentation.sources.succession import SuccessionSource, with_successions

__all__ = [
    "CombinedSource",
    "CsvSource",
    "DjangoModelSource",
    "FileLimits",
    "FrameSource",
    "LineRules",
    "ParquetSource",
    "PlannedShard",
    "SourceError",
    "SuccessionSource",
    "committed_orders",
    "count_lines",
    "open_source",
    "plan_shards",
    "read_range",
    "take_fingerprints",
    "with_successions",
]
