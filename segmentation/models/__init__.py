from segmentation.models.features import (
    AuditEntry,
    FeatureOverride,
    FeatureRule,
    KillSwitch,
    ScheduledSwitch,
    SwitchState,
)
from segmentation.models.profiles import (
    ActivityChoice,
    BuyclassChange,
    BuyclassChoice,
    BuyclassOverride,
    CategoryProfile,
    CustomerProfile,
)
from segmentation.models.reorder import ReorderList
from segmentation.models.runs import OutboxEntry, PublishedSnapshot, Run, RunFailure, RunShard
from segmentation.models.segments import Segment, SegmentMembership
from segmentation.models.statistics import ShardStatistics, StatisticsVersion

__all__ = [
    "ActivityChoice",
    "AuditEntry",
    "BuyclassChange",
    "BuyclassChoice",
    "BuyclassOverride",
    "CategoryProfile",
    "CustomerProfile",
    "FeatureOverride",
    "FeatureRule",
    "KillSwitch",
    "OutboxEntry",
    "PublishedSnapshot",
    "ReorderList",
    "Run",
    "RunFailure",
    "RunShard",
    "ScheduledSwitch",
    "Segment",
    "SegmentMembership",
    "ShardStatistics",
    "StatisticsVersion",
    "SwitchState",
]
