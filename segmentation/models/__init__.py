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
    RegularityChoice,
)
from segmentation.models.relations import NearbyItem, RelationChoice, SkuRelation
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
    "NearbyItem",
    "OutboxEntry",
    "PublishedSnapshot",
    "RegularityChoice",
    "RelationChoice",
    "ReorderList",
    "Run",
    "RunFailure",
    "RunShard",
    "ScheduledSwitch",
    "Segment",
    "SegmentMembership",
    "ShardStatistics",
    "SkuRelation",
    "StatisticsVersion",
    "SwitchState",
]
