from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation import conf
from segmentation.contracts import Buyclass
from segmentation.models import Segment
from segmentation.preview import Preview
from segmentation.selectors.known_companies import KnownCustomers
from segmentation.selectors.previewed import draft_name, usual_buyclass
from segmentation.services.audit import write_audit


class NothingToPreviewError(ValueError):
    """There is no such company, segment or draft, or not exactly one of company and segment was named."""


@transaction.atomic
def start_preview(
    *,
    actor: AbstractBaseUser,
    now: datetime,
    customer_key: str = "",
    segment: str = "",
    buyclass: str = "",
    held_out: bool = False,
    draft: int | None = None,
) -> Preview:
    """As whom the shop is seen from now on; it is kept who did so, and until when. Raises NothingToPreviewError.

    Without a class the made-up company of a segment buys as most of the segment do.
    """
    if bool(customer_key) == bool(segment) or (draft is not None and not draft_name(draft)):
        raise NothingToPreviewError
    if segment and not Segment.objects.filter(key=segment).exists():
        raise NothingToPreviewError
    if segment and buyclass and buyclass not in set(Buyclass):
        raise NothingToPreviewError
    if customer_key and not KnownCustomers().among([customer_key]):
        raise NothingToPreviewError
    ends = now + timedelta(minutes=conf.get("PREVIEW_MINUTES"))
    write_audit(
        action="preview",
        actor=actor,
        before="",
        after=f"{'published' if draft is None else 'drafted'} until {ends.isoformat()}",
        segment_key=segment,
        customer_key=customer_key,
        reason="" if draft is None else f"#{draft}",
    )
    return Preview(
        customer_key=customer_key,
        segment=segment,
        buyclass=_buys_as(segment, buyclass) if segment else "",
        held_out=held_out and bool(segment),
        draft=draft,
        user_id=str(actor.pk),
        ends=ends,
    )


def _buys_as(segment: str, wanted: str) -> str:
    """The class asked for; a segment that is one itself has no other."""
    return wanted if wanted and segment not in set(Buyclass) else usual_buyclass(segment)
