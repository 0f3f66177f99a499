"""How everything stands, on one page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.admin.base import PluginAdmin, may
from segmentation.selectors.overview_page import DAYS, OverviewPage, read_overview_page
from segmentation.words.coverage import QualityLine, place_text, quality_lines, unknown_text
from segmentation.words.dimensions import by_family
from segmentation.words.overview_charts import moves_chart, sizes_chart

CHART_SCRIPTS = ("segmentation/vendor/echarts/echarts.min.js", "segmentation/charts.js")


def overview_view(model_admin: PluginAdmin, request: HttpRequest) -> HttpResponse:
    """The overview, looking back as many days as the address asks for."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    page = read_overview_page(days=_days(request), now=timezone.now())
    return model_admin.render_page(
        request, "overview.html", title=_("Overview"), context=_context(request, page), scripts=CHART_SCRIPTS
    )


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return next((days for days in DAYS if str(days) == asked), DAYS[0])


def _context(request: HttpRequest, page: OverviewPage) -> dict[str, Any]:
    today = timezone.localdate(page.now)
    run = page.freshness.last_run
    return {
        "page": page,
        "days_choices": DAYS,
        "sizes_chart": sizes_chart([one.segment for one in page.drawn], page.sizes),
        "moves_chart": moves_chart(page.moves, since=timezone.localdate(page.since), today=today, moved=page.moved),
        "quality": [(line, *_mended_at(line)) for line in quality_lines(run.quality)] if run else [],
        "families": [
            (name, [(one, unknown_text(one.dimension) if one.unknown else "") for one in family])
            for name, family in by_family(page.counts.coverage, lambda one: one.dimension.family)
        ],
        "may_runs": may(request, "view", "run"),
        "may_segments": may(request, "view", "segment"),
        "import_url": _url_of_import(request),
    }


def _mended_at(line: QualityLine) -> tuple[str, str]:
    """The address where it can be mended and what the link says, both empty where the host named no page for it."""
    name = conf.get("MEND_AT").get(line.place, "")
    try:
        return (reverse(name), place_text(line.place)) if name else ("", "")
    except NoReverseMatch:
        return "", ""


def _url_of_import(request: HttpRequest) -> str:
    """Where unknown values can be brought in; empty for who may not."""
    return reverse("admin:segmentation_attributeimport_changelist") if may(request, "add", "attributeimport") else ""
