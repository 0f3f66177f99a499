from segmentation.models.attributes import AttributeBatch, AttributeColumn, CompanyAttributes, OriginChoice
from segmentation.models.benefits import (
    Benefit,
    BenefitIndustry,
    BenefitSegment,
    BenefitWeight,
    CompanyBenefits,
    ProductBenefit,
)
from segmentation.models.bought_items import BoughtDay, BoughtItem, BoughtKindChoice
from segmentation.models.drafts import Draft, DraftChange, DryRun, DryRunPart
from segmentation.models.features import (
    AuditEntry,
    FeatureOverride,
    FeatureRule,
    FeatureSetting,
    SwitchState,
)
from segmentation.models.folding import fold
from segmentation.models.heartbeat import Heartbeat
from segmentation.models.imports import AttributeImport, AttributeImportError, AttributeImportRest
from segmentation.models.key_accounts import KeyAccount, KeyAccountDismissal
from segmentation.models.membership_moves import MembershipMove
from segmentation.models.metrics import LifecycleChoice
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
from segmentation.models.segments import (
    MembershipChoice,
    Segment,
    SegmentCount,
    SegmentMembership,
    SegmentRefresh,
)
from segmentation.models.share_history import ShareHistory
from segmentation.models.statistics import ShardStatistics, StatisticsVersion
from segmentation.models.trials import EffectReading, Trial, TrialMember

__all__ = [
    "ActivityChoice",
    "AttributeBatch",
    "AttributeColumn",
    "AttributeImport",
    "AttributeImportError",
    "AttributeImportRest",
    "AuditEntry",
    "Benefit",
    "BenefitIndustry",
    "BenefitSegment",
    "BenefitWeight",
    "BoughtDay",
    "BoughtItem",
    "BoughtKindChoice",
    "BuyclassChange",
    "BuyclassChoice",
    "BuyclassOverride",
    "CategoryProfile",
    "CompanyAttributes",
    "CompanyBenefits",
    "CustomerProfile",
    "Draft",
    "DraftChange",
    "DryRun",
    "DryRunPart",
    "EffectReading",
    "FeatureOverride",
    "FeatureRule",
    "FeatureSetting",
    "Heartbeat",
    "KeyAccount",
    "KeyAccountDismissal",
    "LifecycleChoice",
    "MembershipChoice",
    "MembershipMove",
    "NearbyItem",
    "OriginChoice",
    "OutboxEntry",
    "ProductBenefit",
    "PublishedSnapshot",
    "RegularityChoice",
    "RelationChoice",
    "ReorderList",
    "Run",
    "RunFailure",
    "RunShard",
    "Segment",
    "SegmentCount",
    "SegmentMembership",
    "SegmentRefresh",
    "ShardStatistics",
    "ShareHistory",
    "SkuRelation",
    "StatisticsVersion",
    "SwitchState",
    "Trial",
    "TrialMember",
    "fold",
]
