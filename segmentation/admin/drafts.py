"""Drafts: the list, the page of one, and where each is begun, filled, tried and published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.base import PluginAdmin, actor_of, may
from segmentation.admin.draft_dry_run import ask_for_dry_run, download_dry_run, dry_run_context
from segmentation.admin.draft_forms import TitleForm
from segmentation.admin.draft_page import draft_page
from segmentation.admin.draft_plan import plan_page
from segmentation.admin.draft_put import TITLES, PutPage
from segmentation.admin.draft_rights import STEPS, DraftRights
from segmentation.admin.draft_steps import take_step
from segmentation.admin.named_segments import NamedSegments
from segmentation.admin.rule_into_draft import to_draft
from segmentation.models import Draft, DraftChange
from segmentation.selectors.may_publish import may_publish
from segmentation.selectors.may_switch import drafts_need_approval
from segmentation.services.describe_draft import describe_draft
from segmentation.services.lock_draft import WAITING, DraftStateError
from segmentation.services.put_change import drop_change
from segmentation.services.start_draft import start_draft

STYLES = ("segmentation/segments.css", "segmentation/drafts.css")


@admin.register(Draft)
class DraftAdmin(PluginAdmin):
    change_list_template = "admin/segmentation/drafts.html"
    list_display = ["about", "where", "by", "changes_count", "live", "over", "wrong"]
    list_display_links = None
    list_filter = ["state"]
    list_select_related = ["author"]
    search_fields = ["title", "reason"]
    list_per_page = 50
    actions = None

    class Media:
        css = {"all": list(STYLES)}

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        pages: dict[str, tuple[str, Callable[..., Any]]] = {
            "put": ("put/<str:kind>/", self.put_view),
            "drop": ("drop/<int:change>/", self.drop_view),
            "title": ("title/", self.title_view),
            "dry_run": ("dry-run/", self.dry_run_view),
            "progress": ("dry-run/progress/", self.progress_view),
            "effects": ("dry-run/everybody.csv", self.effects_view),
            "step": ("do/<str:step>/", self.step_view),
        }
        return [
            path("plan/", guarded(self.plan_view), name="segmentation_draft_plan"),
            *(
                path(f"<int:pk>/{end}", guarded(view), name=f"segmentation_draft_{name}")
                for name, (end, view) in pages.items()
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        drafts: QuerySet[Draft] = super().get_queryset(request)
        return drafts.annotate(changes_in_it=Count("changes"))

    def has_delete_permission(self, request: HttpRequest, obj: Draft | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"title": _("Drafts"), "may_add": self.has_add_permission(request), "may_plan": may_plan(self, request)}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin a draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TitleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            draft = start_draft(**form.cleaned_data, actor=actor_of(request), now=timezone.now())
            return to_draft(draft)
        return self._title_page(request, form, draft=None)

    def title_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Another title or reason."""
        draft = get_object_or_404(Draft, pk=pk)
        if not self.has_change_permission(request, draft) or draft.state not in WAITING:
            raise PermissionDenied
        form = TitleForm(request.POST or None, initial={"title": draft.title, "reason": draft.reason})
        if request.method == "POST" and form.is_valid():
            try:
                describe_draft(pk, **form.cleaned_data, actor=actor_of(request))
            except DraftStateError as error:
                messages.error(request, str(error))
            return to_draft(draft)
        return self._title_page(request, form, draft=draft)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return draft_page(self, request, self._seen(request, int(object_id) if object_id.isdecimal() else 0))

    def put_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Put a change in."""
        draft = self._seen(request, pk)
        if kind not in TITLES:
            raise Http404
        if not DraftRights(request, draft, ()).may_change:
            raise PermissionDenied
        return PutPage(self, request, draft, DraftChange.Kind(kind)).answer()

    def drop_view(self, request: HttpRequest, pk: int, change: int) -> HttpResponse:
        """Take a change out."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        draft = self._seen(request, pk)
        if not self.has_change_permission(request, draft):
            raise PermissionDenied
        if not draft.changes.filter(pk=change).exists():
            raise Http404
        try:
            drop_change(change, actor=actor_of(request))
        except DraftStateError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The change is no longer in the draft."))
        return to_draft(draft)

    def step_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        draft = self._seen(request, pk)
        if step not in STEPS:
            raise Http404
        return take_step(self, request, draft, step=step)

    def dry_run_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have it worked out who would gain and lose what."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        draft = self._seen(request, pk)
        ask_for_dry_run(request, draft)
        return HttpResponseRedirect(reverse("admin:segmentation_draft_change", args=[pk]) + "#bc-dry-run")

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The dry run alone, for the page to renew by itself; the whole page once it is done."""
        draft = self._seen(request, pk)
        context = dry_run_context(request, draft, segments={})
        response = render(request, "admin/segmentation/_draft_dry_run.html", context)
        if not context["dry_run_at_work"]:
            response["HX-Refresh"] = "true"
        return response

    def effects_view(self, request: HttpRequest, pk: int) -> Any:
        """Everybody for whom something would change, as a table to take away."""
        draft = self._seen(request, pk)
        table = download_dry_run(draft, segments=NamedSegments().names)
        if table is None:
            messages.info(request, _("Work out first what the draft would do, and take the table away then."))
            return to_draft(draft)
        return table

    def plan_view(self, request: HttpRequest) -> HttpResponse:
        """Plan a single switch."""
        if not may_plan(self, request):
            raise PermissionDenied
        return plan_page(self, request)

    def _seen(self, request: HttpRequest, pk: int) -> Draft:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        drafts = Draft.objects.select_related(
            "author", "approved_by", "published_by", "back_proposed_by", "back_approved_by"
        )
        return get_object_or_404(drafts, pk=pk)

    def _title_page(self, request: HttpRequest, form: TitleForm, *, draft: Draft | None) -> HttpResponse:
        return self.render_page(
            request,
            "draft_title.html",
            title=_("Title and reason") if draft else _("New draft"),
            context={
                "form": form,
                "draft": draft,
                "back_to": reverse("admin:segmentation_draft_change", args=[draft.pk])
                if draft
                else reverse("admin:segmentation_draft_changelist"),
            },
            styles=STYLES,
        )

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def about(self, draft: Draft) -> SafeString:
        url = reverse("admin:segmentation_draft_change", args=[draft.pk])
        return format_html('<a class="bc-link" href="{}">{}</a>', url, draft.title)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def where(self, draft: Draft) -> str:
        return str(draft.get_state_display())

    @admin.display(description=gettext_lazy("by"), ordering="author")
    def by(self, draft: Draft) -> str:
        return str(draft.author or _("The shop itself"))

    @admin.display(description=gettext_lazy("changes"), ordering="changes_in_it")
    def changes_count(self, draft: Draft) -> int:
        return int(draft.changes_in_it)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("live from"), ordering="publish_at")
    def live(self, draft: Draft) -> str:
        return _moment(draft.published_at or draft.publish_at)

    @admin.display(description=gettext_lazy("until"), ordering="ends_at")
    def over(self, draft: Draft) -> str:
        return _moment(draft.rolled_back_at or draft.ends_at)

    @admin.display(description=gettext_lazy("what went wrong"))
    def wrong(self, draft: Draft) -> str:
        return draft.problem


def may_plan(admin: PluginAdmin, request: HttpRequest) -> bool:
    """Whether this person may plan a single switch, or propose one where a second person approves."""
    may_fill = admin.has_add_permission(request) and may(request, "change", "draft")
    return may_fill and (
        drafts_need_approval()
        or may_publish(request.user, [DraftChange.Kind.RULE])
        or may_publish(request.user, [DraftChange.Kind.KILL_SWITCH])
    )


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else "-"
