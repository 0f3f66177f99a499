"""The page of one draft: what is in it, what it would do, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from segmentation.admin.audit_entries import lines_of_audit
from segmentation.admin.base import PluginAdmin, may
from segmentation.admin.draft_dry_run import dry_run_context
from segmentation.admin.draft_lines import lines_of_draft
from segmentation.admin.draft_put import TITLES
from segmentation.admin.draft_rights import DraftRights
from segmentation.admin.htmx import HTMX
from segmentation.admin.named_segments import NamedSegments
from segmentation.models import Draft
from segmentation.services.lock_draft import WAITING

HISTORY = 30
PREVIEW_AS = "segmentation.preview_as"


def draft_page(admin: PluginAdmin, request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page as a whole."""
    segments = NamedSegments()
    lines = lines_of_draft(draft, segments)
    rights = DraftRights(request, draft, {line.change.kind for line in lines})
    return admin.render_page(
        request,
        "draft.html",
        title=draft.title,
        context={
            "draft": draft,
            "lines": lines,
            "moved": [line for line in lines if line.moved],
            "is_waiting": draft.state in WAITING,
            "is_live": draft.state in Draft.LIVE,
            "rights": rights,
            "kinds": TITLES.items() if rights.may_change else (),
            "history": lines_of_audit(list(draft.audit.all()[:HISTORY]), segments),
            "browse": _browse(request, draft, segments),
            **dry_run_context(request, draft, segments=segments.names),
            "may_audit": may(request, "view", "auditentry"),
            "may_features": may(request, "view", "featurerule"),
            "may_segments": may(request, "view", "segment"),
            "may_companies": may(request, "view", "customerprofile"),
        },
        scripts=HTMX,
        styles=("segmentation/segments.css", "segmentation/drafts.css"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """Where the shop can be seen with the draft in it, and as which segments."""

    url: str
    segments: list[tuple[str, str]]


def _browse(request: HttpRequest, draft: Draft, segments: NamedSegments) -> Browse | None:
    """None where nobody may, or where the shop cannot be seen as somebody else."""
    if draft.state not in WAITING or not request.user.has_perm(PREVIEW_AS):
        return None
    try:
        url = reverse("admin:segmentation_preview_begin")
    except NoReverseMatch:
        return None
    return Browse(url=url, segments=segments.choices)
