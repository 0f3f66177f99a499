from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from segmentation.models import AuditEntry, Segment


def with_segment_name(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """The entries with `segment_name`, the name their segment is stored with now; None where it is gone."""
    named = Segment.objects.filter(key=OuterRef("segment_key")).order_by().values("name")
    return entries.annotate(segment_name=Subquery(named))
