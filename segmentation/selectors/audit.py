"""What was changed: the audit trail, narrowed down, and as long as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from segmentation.models import AuditEntry, Segment
from segmentation.models.among import Among
from segmentation.registry import features
from segmentation.selectors.customer_labels import find_customers
from segmentation.words.audit import DRAFTED

FOUND_COMPANIES = 200
AT_ONCE = 1_000


SEARCHED = (
    "actor_name",
    "token_name",
    "feature",
    "segment_key",
    "customer_key",
    "before",
    "after",
    "reason",
    "draft__title",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries are wanted; what is empty asks for nothing.

    who      part of a name; `by_itself` for what nobody did by hand
    kind     an action, or DRAFTED for everything that was put into a draft
    company  a number or part of a name
    since    and until: days where the shop is, both with all their hours
    """

    text: str = ""
    who: str = ""
    by_itself: bool = False
    kind: str = ""
    feature: str = ""
    segment: str = ""
    company: str = ""
    draft: int | None = None
    since: date | None = None
    until: date | None = None


def with_segment_name(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """The entries with `segment_name`, the name their segment is stored with now; None where it is gone."""
    named = Segment.objects.filter(key=OuterRef("segment_key")).order_by().values("name")
    return entries.annotate(segment_name=Subquery(named))


def find_entries(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The entries, the latest first. Looks companies up by name where text or company are given."""
    entries = AuditEntry.objects.all()
    if wanted.by_itself:
        entries = entries.filter(actor_name="")
    elif wanted.who:
        entries = entries.filter(actor_name__icontains=wanted.who)
    if wanted.kind:
        lookup = "action__startswith" if wanted.kind == DRAFTED else "action"
        entries = entries.filter(**{lookup: wanted.kind})
    if wanted.feature:
        entries = entries.filter(feature=wanted.feature)
    if wanted.segment:
        entries = entries.filter(segment_key=wanted.segment)
    if wanted.company:
        entries = entries.filter(Among("customer_key", [wanted.company, *_companies(wanted.company)]))
    if wanted.draft is not None:
        entries = entries.filter(draft=wanted.draft)
    if wanted.since:
        entries = entries.filter(at__gte=_begins(wanted.since))
    if wanted.until:
        entries = entries.filter(at__lt=_begins(wanted.until + timedelta(days=1)))
    return entries.filter(_says(wanted.text)) if wanted.text else entries


def each_thousand(entries: QuerySet[AuditEntry]) -> Iterator[Sequence[AuditEntry]]:
    """All of the entries, the last kept first, so many at a time that memory does not grow with their number."""
    rows, before = entries.select_related("draft").order_by("-pk"), None
    while part := list((rows if before is None else rows.filter(pk__lt=before))[:AT_ONCE]):
        yield part
        before = part[-1].pk


def _says(text: str) -> Q:
    """Whether this stands anywhere in an entry, or in what its feature or its company is called."""
    folded = text.casefold()
    by_label = [feature.key for feature in features if folded in str(feature.label).casefold()]
    said = Q(Among("customer_key", _companies(text))) | Q(feature__in=by_label)
    for column in SEARCHED:
        said |= Q((f"{column}__icontains", text))
    return said


def _companies(text: str) -> list[str]:
    return find_customers(text, limit=FOUND_COMPANIES)


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
