"""The page of one feature: whom it reaches, what is said of it, and where that is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.admin.base import PluginAdmin, actor_of, live_after, may
from segmentation.admin.effect_size import SizeForm
from segmentation.admin.feature_rule_form import FeatureRuleForm
from segmentation.admin.htmx import HTMX
from segmentation.admin.into_draft import draft_context, plan_rule, put_into_draft
from segmentation.admin.switch_form import REASON_LENGTH
from segmentation.contracts import Feature
from segmentation.models import Draft
from segmentation.registry import UnknownFeatureError, features
from segmentation.selectors.effect import effect_of_feature
from segmentation.selectors.feature_page import FeaturePage, RuleLine, read_feature_page
from segmentation.selectors.may_switch import may_switch_directly, needs_draft_text
from segmentation.services.approve_draft import ApprovalError
from segmentation.services.lock_draft import DraftStateError
from segmentation.services.set_kill_switch import set_by_category, set_kill_switch


def feature_view(admin: PluginAdmin, request: HttpRequest, key: str) -> HttpResponse:
    """The page by GET; with `rule=<segment>` that rule is open for changing, "" is that of everybody."""
    if not admin.has_view_or_change_permission(request):
        raise PermissionDenied
    try:
        feature = features.get(key)
    except UnknownFeatureError as error:
        raise Http404 from error
    return FeatureView(admin=admin, request=request, feature=feature).answer()


@dataclass
class FeatureView:
    """One request for the page."""

    admin: PluginAdmin
    request: HttpRequest
    feature: Feature
    form: FeatureRuleForm | None = None

    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._save()
        page = self._read()
        wanted = self.request.GET.get("rule", self.request.GET.get("line"))
        line = page.line(wanted) if wanted is not None else None
        if line and "rule" in self.request.GET and self._may_switch:
            self.form = FeatureRuleForm(feature=self.feature, own=page.own, segment=line.segment_key)
        if line and self.request.headers.get("HX-Request"):
            return render(self.request, "admin/segmentation/_feature_rule.html", {**self._context(page), "line": line})
        return self._show(page)

    def _save(self) -> HttpResponse:
        match self.request.POST.get("do"):
            case "kill":
                return self._set_whole(set_kill_switch, "killed")
            case "by_category":
                return self._set_whole(set_by_category, "allowed")
            case "rule":
                return self._save_rule()
        raise Http404

    def _set_whole(self, service: Any, name: str) -> HttpResponse:
        if not may(self.request, "change", "featuresetting"):
            raise PermissionDenied
        reason = self.request.POST.get("reason", "").strip()[:REASON_LENGTH]
        wanted = {name: self.request.POST.get("wanted") == "yes"}
        if not may_switch_directly(switches_off_for_everybody=wanted == {"killed": True}):
            return self._refuse(needs_draft_text())
        return self._done(service(feature=self.feature.key, actor=actor_of(self.request), reason=reason, **wanted))

    def _save_rule(self) -> HttpResponse:
        if not self._may_switch:
            raise PermissionDenied
        page = self._read()
        line = page.line(self.request.POST.get("segment", ""))
        if line is None:
            return self._refuse(_("This segment is gone meanwhile. Please look again."))
        form = FeatureRuleForm(feature=self.feature, own=page.own, segment=line.segment_key, data=self.request.POST)
        if not form.is_valid():
            self.form = form
            return self._show(page)
        if self.request.POST.get("into") == "draft" or form.is_planned:
            return self._draft(form, line)
        if not may_switch_directly():
            return self._refuse(needs_draft_text())
        return self._done(form.save(actor=actor_of(self.request)), line=line)

    def _draft(self, form: FeatureRuleForm, line: RuleLine) -> HttpResponse:
        """Put the rule into a draft; with a moment, into one of its own that waits for it."""
        try:
            if form.is_planned:
                moments = {name: form.cleaned_data[name] for name in ("publish_at", "ends_at", "reason")}
                plan_rule(self.request, feature=self.feature.key, segment=line.segment_key, said=form.said, **moments)
                messages.success(self.request, _("Planned. You find it below."))
                return HttpResponseRedirect(f"{self._url}#bc-coming")
            draft = put_into_draft(self.request, {(self.feature.key, line.segment_key): form.said}, {})
        except (Draft.DoesNotExist, DraftStateError):
            return self._refuse(_("This draft cannot be written on any more. Please choose another."))
        except ApprovalError as error:
            return self._refuse(str(error))
        messages.success(self.request, _("It is in the draft “%(title)s”.") % {"title": draft.title})
        return HttpResponseRedirect(reverse("admin:segmentation_draft_change", args=[draft.pk]))

    def _refuse(self, text: str) -> HttpResponse:
        messages.error(self.request, text)
        return HttpResponseRedirect(self._url)

    def _done(self, changed: bool, *, line: RuleLine | None = None) -> HttpResponse:
        if changed:
            text = _("Saved. Everybody sees it after at most %(time)s.")
            messages.success(self.request, text % {"time": live_after()})
        else:
            messages.info(self.request, _("Nothing to change: it stands as you left it."))
        return HttpResponseRedirect(f"{self._url}#bc-rule-{line.segment_key}" if line else self._url)

    def _read(self) -> FeaturePage:
        return read_feature_page(self.feature, now=timezone.now())

    def _show(self, page: FeaturePage) -> HttpResponse:
        return self.admin.render_page(
            self.request,
            "feature.html",
            title=str(self.feature.label),
            context=self._context(page),
            styles=("segmentation/matrix.css", "segmentation/feature.css", "segmentation/effect.css"),
            scripts=(*HTMX, "segmentation/feature.js"),
        )

    def _context(self, page: FeaturePage) -> dict[str, Any]:
        size_form = SizeForm.asked(self.request)
        return {
            "page": page,
            "feature": self.feature,
            "form": self.form,
            "opens_silent": self.form and any(line.segment_key == self.form.segment for line in page.silent),
            "feature_url": self._url,
            "effect": effect_of_feature(self.feature.key, size=size_form.part),
            "size_form": size_form,
            "may_switch": self._may_switch,
            "may_kill": may(self.request, "change", "featuresetting"),
            "may_plan": may(self.request, "view", "draft"),
            **(draft_context(self.request) if self.form else {}),
            "live_after": live_after(),
            "reason_length": REASON_LENGTH,
        }

    @property
    def _url(self) -> str:
        return reverse("admin:segmentation_feature", args=[self.feature.key])

    @property
    def _may_switch(self) -> bool:
        return bool(self.admin.has_change_permission(self.request))
