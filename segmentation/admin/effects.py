"""What features change: the trials, one feature's figures, and who goes without."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.base import ReadOnlyAdmin
from segmentation.admin.effect_size import SizeForm
from segmentation.contracts import Feature
from segmentation.models import Trial
from segmentation.registry import features
from segmentation.selectors.effect import HeldOut, count_held_out, effect_of_feature, every_held_out, held_out_page
from segmentation.tables.write import Cell, write_csv
from segmentation.words.audit import feature_text
from segmentation.words.segment_names import segment_name

PAGE = 100


@admin.register(Trial)
class TrialAdmin(ReadOnlyAdmin):
    list_display = ["what", "for_whom", "held_out", "started_at", "ended_at"]
    list_display_links = None
    list_filter = ["started_at"]
    list_per_page = 50

    def get_urls(self) -> list[URLPattern]:
        def at(suffix: str, view: Any, name: str) -> URLPattern:
            address = f"feature/<str:feature_key>/{suffix}"
            return cast(
                "URLPattern", path(address, self.admin_site.admin_view(view), name=f"segmentation_feature_{name}")
            )

        return [at("", self.effect_view, "effect"), at("held-out/", self.heldout_view, "heldout"), *super().get_urls()]

    @admin.display(description=gettext_lazy("feature"), ordering="feature")
    def what(self, trial: Trial) -> str:
        address = reverse("admin:segmentation_feature_effect", args=[trial.feature])
        return format_html('<a class="bc-link" href="{}">{}</a>', address, feature_text(trial.feature))

    @admin.display(description=gettext_lazy("for whom"), ordering="segment_key")
    def for_whom(self, trial: Trial) -> str:
        name = segment_name(trial.segment_key, "") if trial.segment_key else _("Everybody")
        return _("%(segment)s (example with simulated companies)") % {"segment": name} if trial.simulated else name

    def effect_view(self, request: HttpRequest, feature_key: str) -> HttpResponseBase:
        feature, size_form = self._feature(request, feature_key), SizeForm.asked(request)
        return self.render_page(
            request,
            "feature_effect.html",
            title=_("%(feature)s: what it changes") % {"feature": feature.label},
            context={
                "feature": feature,
                "effect": effect_of_feature(feature.key, size=size_form.part),
                "size_form": size_form,
            },
            styles=("segmentation/effect.css",),
        )

    def heldout_view(self, request: HttpRequest, feature_key: str) -> HttpResponseBase:
        feature = self._feature(request, feature_key)
        if request.GET.get("format") == "csv":
            return _as_csv(feature)
        rows = held_out_page(feature.key, after=request.GET.get("after", ""), size=PAGE + 1)
        return self.render_page(
            request,
            "feature_heldout.html",
            title=_("%(feature)s: who is held out") % {"feature": feature.label},
            context={
                "feature": feature,
                "rows": rows[:PAGE],
                "total": count_held_out(feature.key),
                "next_after": rows[PAGE - 1].label.key if len(rows) > PAGE else "",
            },
            styles=("segmentation/effect.css",),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        trial = self.get_object(request, object_id)
        address = reverse("admin:segmentation_trial_changelist")
        if trial is not None:
            address = reverse("admin:segmentation_feature_effect", args=[trial.feature])
        return HttpResponseRedirect(address)

    def _feature(self, request: HttpRequest, key: str) -> Feature:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if key not in features:
            raise Http404
        return features.get(key)


def _as_csv(feature: Feature) -> StreamingHttpResponse:
    header = [_("Number"), _("Name"), _("Segment"), _("Since")]
    rows = (_cells(row) for row in every_held_out(feature.key))
    response = StreamingHttpResponse(write_csv(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{feature.key}-held-out.csv"'
    return response


def _cells(row: HeldOut) -> list[Cell]:
    segment = segment_name(row.segment_key, row.segment_name) if row.segment_key else ""
    return [row.label.key, row.label.name, segment, row.since]
