"""Having a segment's members worked out in the background."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from segmentation.models import Segment, SegmentRefresh
from segmentation.selectors.segment_list import AT_WORK
from segmentation.tasks import refresh_segment

logger = logging.getLogger(__name__)


def enqueue_refresh(request: HttpRequest, refresh: SegmentRefresh) -> None:
    """Hand a refresh to a worker once the transaction has committed; the admin is told if none can be reached."""
    transaction.on_commit(lambda: _send(request, refresh.pk))


def standing_of(segment: Segment) -> dict[str, Any]:
    """How far the latest working-out of a segment is, as `_segment_progress.html` shows it; one query."""
    latest = segment.refreshes.select_related("requested_by").order_by("-pk").first()
    at_work = latest is not None and latest.state in AT_WORK
    percent = 100 * latest.done // latest.changes if at_work and latest and latest.changes else 0
    return {"segment": segment, "latest": latest, "at_work": at_work, "percent": percent}


def _send(request: HttpRequest, refresh_id: int) -> None:
    try:
        refresh_segment.delay(refresh_id=refresh_id)
    except OperationalError:
        logger.exception("A refresh of a segment could not be handed to a worker.")
        messages.warning(
            request, _("The workers cannot be reached at the moment. The companies are moved as soon as they can.")
        )
