"""The page of switches: features by segments."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.admin.base import PluginAdmin, actor_of, live_after, may
from segmentation.admin.switch_form import SwitchForm
from segmentation.models import FeatureRule
from segmentation.selectors.matrix_page import read_matrix_page


@admin.register(FeatureRule)
class MatrixAdmin(PluginAdmin):
    """Rules are not edited one by one: the list is the matrix, and saving it calls the services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FeatureRule | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._save(request)
        page = read_matrix_page()
        return self.render_page(
            request,
            "matrix.html",
            title=_("Which feature for whom"),
            context={
                "page": page,
                "may_switch": self.has_change_permission(request),
                "may_kill": may(request, "change", "featuresetting"),
                "may_plan": may(request, "view", "draft"),
                "live_after": live_after(),
            },
            scripts=("segmentation/matrix.js",),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:segmentation_featurerule_changelist"))

    def _save(self, request: HttpRequest) -> HttpResponse:
        form = SwitchForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.messages))
            return HttpResponseRedirect(request.path)
        if form.rules and not self.has_change_permission(request):
            raise PermissionDenied
        if form.kills and not may(request, "change", "featuresetting"):
            raise PermissionDenied
        changed = form.save(actor=actor_of(request))
        if changed:
            text = ngettext("%(count)d switch changed.", "%(count)d switches changed.", changed) % {"count": changed}
            messages.success(request, text)
        else:
            messages.info(request, _("Nothing to change: every switch stands as you left it."))
        return HttpResponseRedirect(request.path)
