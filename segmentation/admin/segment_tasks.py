"""Having a segment's members worked out in the background."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from segmentation.models import SegmentRefresh
from segmentation.tasks import refresh_segment

logger = logging.getLogger(__name__)


def enqueue_refresh(request: HttpRequest, refresh: SegmentRefresh) -> None:
    """Hand a refresh to a worker once the transaction has committed; the admin is told if none can be reached."""
    transaction.on_commit(lambda: _send(request, refresh.pk))


def _send(request: HttpRequest, refresh_id: int) -> None:
    try:
        refresh_segment.delay(refresh_id=refresh_id)
    except OperationalError:
        logger.exception("A refresh of a segment could not be handed to a worker.")
        messages.warning(
            request, _("The workers cannot be reached at the moment. The companies are moved as soon as they can.")
        )
