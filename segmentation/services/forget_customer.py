from __future__ import annotations

from django.db import transaction

from segmentation.cache import forget_published
from segmentation.locks import lock_customers
from segmentation.models import (
    AuditEntry,
    BuyclassChange,
    BuyclassOverride,
    CategoryProfile,
    CompanyAttributes,
    CustomerProfile,
    FeatureOverride,
    OutboxEntry,
    PublishedSnapshot,
    ReorderList,
    SegmentMembership,
)


@transaction.atomic
def forget_customer(*, customer_key: str) -> None:
    """Delete every row about a customer. Its orders are the host's to delete, and first: a run would bring it back."""
    if not customer_key:
        raise ValueError("A customer has a key; the empty one is nobody.")
    lock_customers([customer_key])
    for model in (
        AuditEntry,
        BuyclassChange,
        BuyclassOverride,
        CategoryProfile,
        CustomerProfile,
        FeatureOverride,
        OutboxEntry,
        ReorderList,
        SegmentMembership,
    ):
        model._default_manager.filter(customer_key=customer_key).delete()
    CompanyAttributes.objects.filter(pk=customer_key).delete()
    PublishedSnapshot.objects.filter(subject=customer_key).delete()
    forget_published([customer_key])
