"""Deleting a segment in the admin: what goes with it is told as numbers, and a large one goes in the background."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import OperationalError

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.models import Segment
from segmentation.selectors.may_switch import NeedsDraftError, check_may_delete
from segmentation.services.delete_segment import AT_ONCE, delete_segment
from segmentation.tasks import delete_segment as delete_task

logger = logging.getLogger(__name__)


class SegmentDeletion(PluginAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Segment | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_builtin)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        segment = self.get_object(request, object_id)
        if segment is not None and self.has_delete_permission(request, segment):
            try:
                check_may_delete(segment)
            except NeedsDraftError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(reverse("admin:segmentation_segment_page", args=[segment.pk]))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Segment) -> None:
        """A large one goes in the background, as its companies leave it a bounded number at a time."""
        if obj.memberships.count() <= AT_ONCE:
            delete_segment(obj.pk, actor=actor_of(request))
            return
        segment_id = obj.pk
        transaction.on_commit(lambda: _delete_soon(request, segment_id))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """It is not said to be gone while it is not."""
        if Segment.objects.filter(pk=obj_id).exists():
            return HttpResponseRedirect(reverse("admin:segmentation_segment_changelist"))
        return super().response_delete(request, obj_display, obj_id)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What goes with a segment, as numbers: its members may be very many."""
        count = sum(segment.memberships.count() for segment in objs)
        members = ngettext("%(count)d company leaves it", "%(count)d companies leave it", count) % {"count": count}
        rules = _("The switches set for it are dropped")
        return [*[segment.name for segment in objs], [members, rules]], {str(_("segments")): len(objs)}, set(), []


def _delete_soon(request: HttpRequest, segment_id: int) -> None:
    try:
        delete_task.delay(segment_id=segment_id, actor_id=actor_of(request).pk)
    except OperationalError:
        logger.exception("A segment could not be handed to a worker to be deleted.")
        messages.error(
            request, _("The workers cannot be reached at the moment. Nothing was deleted; please try again.")
        )
    else:
        messages.info(request, _("It has very many companies: they leave it in the background, and then it is gone."))
