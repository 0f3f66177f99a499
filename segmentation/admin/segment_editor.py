"""Writing a segment: every button of the page comes here, with JavaScript or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.admin.rule_builder.actions import act, node_id
from segmentation.admin.rule_builder.as_rule import read_rule, write_rule
from segmentation.admin.rule_builder.assess import Errors, RulePanel, assess, look
from segmentation.admin.rule_builder.draft import Group, Place
from segmentation.admin.rule_builder.files import take_files
from segmentation.admin.rule_builder.items import found_items, item_labels
from segmentation.admin.rule_builder.posted import read_draft
from segmentation.admin.rule_builder.shown import Standing, dimension_options, show_draft
from segmentation.admin.rule_into_draft import draft_to_fill, may_draft, put_segment_rule
from segmentation.admin.segment_form import SegmentForm
from segmentation.admin.segment_tasks import enqueue_refresh
from segmentation.models import Segment
from segmentation.rules.parse import DEEPEST
from segmentation.selectors.draft_targets import Kind
from segmentation.selectors.may_switch import may_switch_directly
from segmentation.services.save_segment import save_segment
from segmentation.tasks import shop_day
from segmentation.words.segment_names import segment_name


@dataclass
class SegmentEditor:
    """One request for the page."""

    admin: PluginAdmin
    request: HttpRequest
    segment: Segment
    focus: str = ""
    said: str = ""
    refused: str = ""
    panel: RulePanel | None = None
    errors: dict[Place, dict[str, Sequence[str]]] = field(default_factory=dict)
    problems: list[Mapping[str, str]] = field(default_factory=list)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            self.form = SegmentForm(instance=self.segment)
            self.draft = read_rule(self._rule_to_show())
            return self._page()
        self.draft, unread = take_files(read_draft(self.request.POST), self.request.FILES)
        self._mark({place: {"value": [message]} for place, message in unread.items()})
        button = self.request.POST.get("do", "save")
        if button in ("save", "draft"):
            return self._save(into_draft=button == "draft")
        # Checked here, not by the form: what is half written is no error yet.
        self.form = SegmentForm(initial=self.request.POST.dict(), instance=self.segment)
        for name in self.form.fields:
            self.form.initial[name] = self.request.POST.get(name, "")
        return self._check() if button == "check" else self._act(button)

    def _act(self, button: str) -> HttpResponse:
        done = act(self.draft, button, self.request.POST)
        self.draft, self.focus, self.said, self.refused = done.draft, done.focus, done.said, done.refused
        if not self._is_htmx:
            return self._page()
        response = render(self.request, "admin/segmentation/_rule_swapped.html", self._context())
        response["HX-Trigger-After-Settle"] = "bc-rule-changed"
        return response

    def _check(self) -> HttpResponse:
        self.panel, errors = look(
            self.draft,
            segment_id=self.segment.pk,
            today=shop_day(),
            now=timezone.now(),
            out_of_band=self._is_htmx,
            strict=not self._is_htmx,
        )
        self._mark(errors)
        if self._is_htmx:
            return render(self.request, "admin/segmentation/_rule_panel.html", {"panel": self.panel})
        return self._page()

    def _rule_to_show(self) -> Any:
        """The stored rule, or that of the draft which the address names."""
        filled = draft_to_fill(self.request.GET.get("draft", ""))
        change = filled and filled.changes.filter(kind=Kind.SEGMENT_RULE, segment_key=self.segment.key).first()
        return change.after["rule"] if change else self.segment.rule

    def _save(self, *, into_draft: bool) -> HttpResponse:
        segment = self.segment
        stored_version, stored_rule = segment.rule_version, segment.rule
        self.form = SegmentForm(self.request.POST, instance=segment)
        assessed = assess(self.draft, today=shop_day())
        self._mark(assessed.errors)
        self.problems += assessed.problems
        is_valid = self.form.is_valid()
        self.problems += [
            {"id": f"id_{name}", "message": f"{self.form.fields[name].label}: {error}"}
            for name, found in self.form.errors.items()
            if name in self.form.fields
            for error in found
        ]
        if segment.is_builtin and not self.draft.children:
            self.problems.append({"id": node_id((), "new"), "message": _("A built-in segment needs a rule.")})
        same = write_rule(read_rule(stored_rule)).json == write_rule(self.draft).json
        if not into_draft and not same and not may_switch_directly():
            text = _("Save it as a draft: a second person has to approve what changes in the shop.")
            self.problems.append({"id": "", "message": text})
        if segment.pk and self.request.POST.get("rule_version", str(stored_version)) != str(stored_version):
            text = _("Somebody else changed this rule meanwhile. Saving again puts yours in its place.")
            self.problems.append({"id": "", "message": text})
        if self.problems or not is_valid:
            return self._page()
        # Untouched, a rule stays as it is stored, whatever its outermost group.
        segment.rule = stored_rule if same else assessed.json
        if into_draft:
            filled = draft_to_fill(self.request.POST.get("into", ""))
            return put_segment_rule(self.request, segment=segment.key, rule=segment.rule, draft=filled)
        if not segment.pk:
            segment.priority = self.form.last_place()
        with transaction.atomic():
            refresh = save_segment(segment, actor=actor_of(self.request))
        if refresh is not None:
            enqueue_refresh(self.request, refresh)
        name = segment_name(segment.key, segment.name)
        messages.success(self.request, _("“%(name)s” is saved.") % {"name": name})
        return HttpResponseRedirect(reverse("admin:segmentation_segment_page", args=[segment.pk]))

    def _page(self) -> HttpResponse:
        is_new = not self.segment.pk
        return self.admin.render_page(
            self.request,
            "segment_edit.html",
            title=_("New segment")
            if is_new
            else _("Change “%(name)s”") % {"name": segment_name(self.segment.key, self.segment.name)},
            context=self._context(),
            styles=("segmentation/segments.css",),
            scripts=self.scripts,
        )

    def _context(self) -> dict[str, Any]:
        pk = self.segment.pk
        standing = Standing(
            errors=self.errors,
            counts=(self.panel.counts if self.panel else None) or {},
            found=found_items(self.draft),
            labels=item_labels(self.draft),
        )
        return {
            "segment": self.segment,
            "form": self.form,
            "rule": show_draft(self.draft, standing, deepest=DEEPEST),
            "options": dimension_options(),
            "panel": self.panel,
            "problems": self.problems,
            "focus": self.focus,
            "said": self.said,
            "refused": self.refused,
            "rule_version": self.segment.rule_version,
            "into": self.request.POST.get("into", self.request.GET.get("draft", "")),
            "may_save": self.admin.has_change_permission(self.request) if pk else True,
            "may_draft": bool(pk) and may_draft(self.request),
            "post_to": self.request.path,
            "back_to": reverse("admin:segmentation_segment_page", args=[pk])
            if pk
            else reverse("admin:segmentation_segment_changelist"),
        }

    def _mark(self, errors: Errors) -> None:
        for place, parts in errors.items():
            self.errors[place] = {**self.errors.get(place, {}), **parts}

    @cached_property
    def _is_htmx(self) -> bool:
        return self.request.headers.get("HX-Request") == "true"

    @property
    def scripts(self) -> tuple[str, ...]:
        from segmentation.admin.htmx import HTMX

        return (*HTMX, "segmentation/rule-builder.js")

    draft: Group = field(init=False)
    form: SegmentForm = field(init=False)
