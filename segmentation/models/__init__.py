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
from segmentation.models.runs import OutboxEntry, PublishedSnapshot, Run, RunShard
from segmentation.models.segments import Segment, SegmentMembership

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
    "Run",
    "RunShard",
    "ScheduledSwitch",
    "Segment",
    "SegmentMembership",
    "SwitchState",
]
