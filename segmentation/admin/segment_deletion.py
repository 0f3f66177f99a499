"""Deleting a segment in the admin: what goes with it is told as numbers, and a large one goes in the background."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.models import Segment
from segmentation.selectors.may_switch import NeedsDraftError, check_may_delete
from segmentation.services.delete_segment import AT_ONCE, delete_segment
from segmentation.tasks import delete_segment as delete_task


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
        actor = actor_of(request)
        if obj.memberships.count() <= AT_ONCE:
            delete_segment(obj.pk, actor=actor)
            return
        transaction.on_commit(lambda: delete_task.delay(segment_id=obj.pk, actor_id=actor.pk))
        messages.info(request, _("It has very many companies: they leave it in the background, and then it is gone."))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What goes with a segment, as numbers: its members may be very many."""
        count = sum(segment.memberships.count() for segment in objs)
        members = ngettext("%(count)d company leaves it", "%(count)d companies leave it", count) % {"count": count}
        rules = _("The switches set for it are dropped")
        return [*[segment.name for segment in objs], [members, rules]], {str(_("segments")): len(objs)}, set(), []
