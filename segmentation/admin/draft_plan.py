"""Planning a single switch: a draft with one change and its moment, made in one step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.admin.draft_forms import REASON_LENGTH, PlanForm
from segmentation.admin.moment_fields import zone_name
from segmentation.admin.rule_into_draft import to_draft
from segmentation.models import Draft, SwitchState
from segmentation.registry import features
from segmentation.selectors.draft_targets import Kind, Target, rule_from, values_now
from segmentation.selectors.may_publish import may_publish
from segmentation.selectors.may_switch import drafts_need_approval
from segmentation.services.lock_draft import DraftStateError
from segmentation.services.plan_switch import plan_switch
from segmentation.services.propose_draft import propose_draft
from segmentation.services.put_change import put_change
from segmentation.services.start_draft import start_draft


def plan_page(admin: PluginAdmin, request: HttpRequest) -> HttpResponse:
    """The form by GET, filled from the address; by POST the switch is planned, or proposed where that is needed."""
    if request.method == "POST":
        form = PlanForm(request.POST)
        if form.is_valid():
            return _plan(request, form)
    else:
        form = PlanForm(initial=request.GET.dict())
    return admin.render_page(
        request,
        "draft_plan.html",
        title=_("Plan one switch"),
        context={
            "form": form,
            "zone": zone_name(),
            "needs_approval": drafts_need_approval(),
            "back_to": reverse("admin:segmentation_draft_changelist"),
        },
        styles=("segmentation/segments.css", "segmentation/drafts.css"),
    )


def _plan(request: HttpRequest, form: PlanForm) -> HttpResponse:
    said = form.cleaned_data
    kind = Kind.KILL_SWITCH if form.segment_key is None else Kind.RULE
    if not drafts_need_approval():
        if not may_publish(request.user, [kind]):
            raise PermissionDenied
        draft = plan_switch(
            feature=said["feature"],
            segment=form.segment_key,
            state=said["state"],
            publish_at=said["publish_at"],
            ends_at=said["ends_at"],
            reason=said["reason"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, _("The switch is planned. You can change or drop it here."))
        return to_draft(draft)
    return _propose(request, form, said)


def _propose(request: HttpRequest, form: PlanForm, said: dict[str, Any]) -> HttpResponse:
    """A draft that a second person approves; its moment is set then, and stands in its reason until."""
    actor, segment = actor_of(request), form.segment_key
    kind = Kind.KILL_SWITCH if segment is None else Kind.RULE
    is_off = said["state"] == SwitchState.OFF
    try:
        with transaction.atomic():
            draft: Draft = start_draft(
                title=str(features.get(said["feature"]).label)[:120],
                reason=_wish(said)[:REASON_LENGTH],
                actor=actor,
                now=timezone.now(),
            )
            put_change(
                draft.pk,
                kind=kind,
                feature=said["feature"],
                segment=segment or "",
                after={"killed": is_off} if segment is None else _with_state(said["feature"], segment, said["state"]),
                actor=actor,
                now=timezone.now(),
                also_if_it_stands=True,
            )
            propose_draft(draft.pk, actor=actor)
    except DraftStateError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    messages.info(request, _("A second person has to approve it. Set its moment then."))
    return to_draft(draft)


def _with_state(feature: str, segment: str, state: str) -> dict[str, Any]:
    """What stands, in another state."""
    target = Target(kind=Kind.RULE, feature=feature, segment=segment)
    return replace(rule_from(values_now([target])[target] or {}), state=str(state)).as_payload()


def _wish(said: dict[str, Any]) -> str:
    """The reason with the moments in it."""
    begins = date_format(timezone.localtime(said["publish_at"]), "SHORT_DATETIME_FORMAT")
    text = _("Wanted from %(begins)s") % {"begins": begins}
    if said["ends_at"]:
        ends = date_format(timezone.localtime(said["ends_at"]), "SHORT_DATETIME_FORMAT")
        text = _("Wanted from %(begins)s until %(ends)s") % {"begins": begins, "ends": ends}
    return f"{text}. {said['reason']}".strip()
