from __future__ import annotations

from django.db import transaction

from segmentation.cache import forget_published
from segmentation.locks import lock_customers
from segmentation.models import (
    AuditEntry,
    BoughtDay,
    BoughtItem,
    BuyclassChange,
    BuyclassOverride,
    CategoryProfile,
    CompanyAttributes,
    CompanyBenefits,
    CustomerProfile,
    FeatureOverride,
    KeyAccountDismissal,
    MembershipChoice,
    MembershipMove,
    OutboxEntry,
    PublishedSnapshot,
    ReorderList,
    SegmentMembership,
    ShareHistory,
    TrialMember,
)
from segmentation.signals import customer_forgotten


@transaction.atomic
def forget_customer(*, customer_key: str) -> None:
    """Delete every row about a customer. Its orders are the host's to delete, and first: a run would bring it back."""
    if not customer_key:
        raise ValueError("A customer has a key; the empty one is nobody.")
    lock_customers([customer_key])
    for model in (
        AuditEntry,
        BoughtDay,
        BoughtItem,
        BuyclassChange,
        BuyclassOverride,
        CategoryProfile,
        CompanyBenefits,
        CustomerProfile,
        FeatureOverride,
        KeyAccountDismissal,
        MembershipChoice,
        MembershipMove,
        OutboxEntry,
        ReorderList,
        SegmentMembership,
        ShareHistory,
        TrialMember,
    ):
        model._default_manager.filter(customer_key=customer_key).delete()
    CompanyAttributes.objects.filter(pk=customer_key).delete()
    PublishedSnapshot.objects.filter(subject=customer_key).delete()
    customer_forgotten.send(sender=CustomerProfile, customer_key=customer_key)
    forget_published([customer_key])
