"""The page of switches: features by segments."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.admin.base import PluginAdmin, actor_of, live_after, may
from segmentation.admin.feature_page import feature_view
from segmentation.admin.into_draft import draft_context, put_into_draft
from segmentation.admin.switch_form import REASON_LENGTH, SwitchForm
from segmentation.models import Draft, FeatureRule
from segmentation.selectors.matrix_page import MatrixFilter, read_matrix_page
from segmentation.selectors.may_switch import may_switch_directly, needs_draft_text
from segmentation.services.lock_draft import DraftStateError


@admin.register(FeatureRule)
class MatrixAdmin(PluginAdmin):
    """The list of rules is the matrix, and a rule is changed on its feature's page; saving calls the services."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.feature_view)
        return [path("feature/<str:key>/", page, name="segmentation_feature"), *super().get_urls()]

    def feature_view(self, request: HttpRequest, key: str) -> HttpResponse:
        return feature_view(self, request, key)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FeatureRule | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._save(request)
        wanted = MatrixFilter(
            features=request.GET.get("features", ""),
            segments=request.GET.get("segments", ""),
            said=bool(request.GET.get("said")),
        )
        return self.render_page(
            request,
            "matrix.html",
            title=_("Which feature for whom"),
            context={
                "page": read_matrix_page(wanted),
                "wanted": wanted,
                "reason_length": REASON_LENGTH,
                "may_switch": self.has_change_permission(request),
                "may_kill": may(request, "change", "featuresetting"),
                "may_plan": may(request, "view", "draft"),
                "live_after": live_after(),
                **draft_context(request),
            },
            scripts=("segmentation/matrix.js",),
            styles=("segmentation/matrix.css",),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:segmentation_featurerule_changelist"))

    def _save(self, request: HttpRequest) -> HttpResponse:
        form = SwitchForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.messages))
            return HttpResponseRedirect(request.get_full_path())
        if form.rules and not self.has_change_permission(request):
            raise PermissionDenied
        if form.kills and not may(request, "change", "featuresetting"):
            raise PermissionDenied
        if request.POST.get("into") == "draft":
            return self._into_draft(request, form)
        if not may_switch_directly(switches_off_for_everybody=not form.rules and all(form.kills.values())):
            messages.error(request, needs_draft_text())
            return HttpResponseRedirect(request.get_full_path())
        changed = form.save(actor=actor_of(request))
        if changed:
            text = ngettext("%(count)d switch changed.", "%(count)d switches changed.", changed) % {"count": changed}
            messages.success(request, text)
        else:
            messages.info(request, _("Nothing to change: every switch stands as you left it."))
        return HttpResponseRedirect(request.get_full_path())

    def _into_draft(self, request: HttpRequest, form: SwitchForm) -> HttpResponse:
        try:
            draft = put_into_draft(
                request, {target: {"state": state.value} for target, state in form.rules.items()}, form.kills
            )
        except (Draft.DoesNotExist, DraftStateError):
            messages.error(request, _("This draft cannot be written on any more. Please choose another."))
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, _("It is in the draft “%(title)s”.") % {"title": draft.title})
        return HttpResponseRedirect(reverse("admin:segmentation_draft_change", args=[draft.pk]))
