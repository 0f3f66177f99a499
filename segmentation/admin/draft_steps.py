"""Each step of a draft, from proposing it to taking it back: a page that asks, and what is done by its button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.admin.base import PluginAdmin, actor_of, live_after
from segmentation.admin.draft_forms import PublishForm, ReasonForm, ScheduleForm
from segmentation.admin.draft_lines import ChangeLine, lines_of_draft
from segmentation.admin.draft_rights import STEPS, DraftRights, Step
from segmentation.admin.moment_fields import zone_name
from segmentation.admin.named_segments import NamedSegments
from segmentation.admin.rule_into_draft import to_draft
from segmentation.admin.segment_tasks import enqueue_refresh
from segmentation.models import Draft, SegmentRefresh
from segmentation.services.approve_draft import ApprovalError, approve_draft, send_back_draft
from segmentation.services.approve_roll_back import approve_roll_back, decline_roll_back, propose_roll_back
from segmentation.services.describe_draft import describe_draft
from segmentation.services.discard_draft import discard_draft
from segmentation.services.lock_draft import DraftStateError
from segmentation.services.propose_draft import propose_draft
from segmentation.services.publish_draft import UNUSABLE, SwitchesMovedError, publish_draft
from segmentation.services.roll_back_draft import roll_back_draft
from segmentation.services.schedule_draft import MomentsError, schedule_draft, unschedule_draft
from segmentation.words.draft_changes import moved_by_text
from segmentation.words.drafts import unusable_text


@dataclass
class StepPage:
    """One request for the page of a step."""

    admin: PluginAdmin
    request: HttpRequest
    draft: Draft
    step: Step
    form: forms.Form | None = field(init=False, default=None)

    def answer(self) -> HttpResponse:
        self.lines: Sequence[ChangeLine] = lines_of_draft(self.draft, NamedSegments())
        rights = DraftRights(self.request, self.draft, {line.change.kind for line in self.lines})
        if self.draft.state not in self.step.states:
            text = _("This cannot be done any more. Where the draft stands: %(state)s.")
            messages.warning(self.request, text % {"state": self.draft.get_state_display()})
            return to_draft(self.draft)
        if not rights.may_take(self.step.key):
            raise PermissionDenied
        posted = self.request.POST if self.request.method == "POST" else None
        self.form = self._form(posted)
        if posted is None or (self.form is not None and not self.form.is_valid()):
            return self._page()
        return self._take()

    def _form(self, posted: Any) -> forms.Form | None:
        match self.step.key:
            case "publish":
                return PublishForm(posted, draft=self.draft)
            case "schedule":
                return ScheduleForm(posted, draft=self.draft)
            case "roll-back" | "propose-roll-back" | "decline-roll-back" | "discard" | "send-back":
                return ReasonForm(posted)
        return None

    def _take(self) -> HttpResponse:
        try:
            with transaction.atomic():
                getattr(self, f"_{self.step.key.replace('-', '_')}")()
        except SwitchesMovedError as error:
            for moved in error.moved:
                messages.warning(self.request, moved_by_text(moved))
            self.lines = lines_of_draft(self.draft, NamedSegments())
            return self._page()
        except (DraftStateError, ApprovalError) as error:
            messages.error(self.request, str(error))
        except MomentsError as error:
            if self.form is None:
                raise
            self.form.add_error(None, str(error))
            return self._page()
        except UNUSABLE as error:
            messages.error(self.request, unusable_text(error))
        return to_draft(self.draft)

    def _propose(self) -> None:
        propose_draft(self.draft.pk, actor=self._actor)
        self._say(_("The draft is proposed. Somebody else can approve it now."))

    def _approve(self) -> None:
        approve_draft(self.draft.pk, actor=self._actor, now=timezone.now())
        self._say(_("The draft is approved, and can be published."))

    def _send_back(self) -> None:
        send_back_draft(self.draft.pk, actor=self._actor, reason=self._said["reason"])
        self._say(_("The draft is sent back to be worked on."))

    def _publish(self) -> None:
        self._explain()
        despite = {int(pk) for pk in self.request.POST.getlist("despite") if pk.isdecimal()}
        done = publish_draft(
            self.draft.pk,
            actor=self._actor,
            now=timezone.now(),
            despite=despite,
            ends_at=self._said["ends_at"],
        )
        self._refresh(done.refreshes)
        text = _("The draft is published. Everybody sees it after at most %(time)s.")
        self._say(text % {"time": live_after()})

    def _schedule(self) -> None:
        self._explain()
        moments = {name: self._said[name] for name in ("publish_at", "ends_at", "whatever_stands")}
        schedule_draft(self.draft.pk, actor=self._actor, now=timezone.now(), **moments)
        self._say(_("The draft waits for its moment."))

    def _unschedule(self) -> None:
        unschedule_draft(self.draft.pk, actor=self._actor)
        self._say(_("The draft waits for no moment any more."))

    def _discard(self) -> None:
        discard_draft(self.draft.pk, actor=self._actor, reason=self._said["reason"])
        self._say(_("The draft is discarded. Nothing has changed in the shop."))

    def _roll_back(self) -> None:
        done = roll_back_draft(self.draft.pk, actor=self._actor, now=timezone.now(), reason=self._said["reason"])
        self._refresh(done.refreshes)
        self._say(_("The draft is taken back: what stood before holds again."))
        if done.left:
            messages.warning(
                self.request, _("Some of it was changed again since, and stands as it is. You see what below.")
            )
        if done.covered:
            messages.info(
                self.request, _("Some of it is changed by a later draft too, and stands until that is taken back.")
            )

    def _propose_roll_back(self) -> None:
        propose_roll_back(self.draft.pk, actor=self._actor, reason=self._said["reason"])
        self._say(_("It is proposed to take the draft back. Somebody else can approve that now."))

    def _approve_roll_back(self) -> None:
        approve_roll_back(self.draft.pk, actor=self._actor)
        self._say(_("The draft can be taken back now."))

    def _decline_roll_back(self) -> None:
        decline_roll_back(self.draft.pk, actor=self._actor, reason=self._said["reason"])
        self._say(_("The draft stays published."))

    def _explain(self) -> None:
        """The reason typed here is that of the draft."""
        describe_draft(self.draft.pk, title=self.draft.title, reason=self._said["reason"], actor=self._actor)

    def _refresh(self, refreshes: Sequence[int]) -> None:
        for pk in refreshes:
            enqueue_refresh(self.request, SegmentRefresh(pk=pk))

    def _say(self, text: str) -> None:
        messages.success(self.request, text)

    def _page(self) -> HttpResponse:
        moved = [line for line in self.lines if line.moved]
        return self.admin.render_page(
            self.request,
            "draft_step.html",
            title=str(self.step.label),
            context={
                "draft": self.draft,
                "step": self.step,
                "is_live": self.draft.state in Draft.LIVE,
                "lines": self.lines,
                "moved": moved,
                "cannot": [line for line in moved if not line.can_be_made],
                "form": self.form,
                "zone": zone_name(),
            },
            styles=("segmentation/segments.css", "segmentation/drafts.css"),
        )

    @property
    def _actor(self) -> Any:
        return actor_of(self.request)

    @property
    def _said(self) -> dict[str, Any]:
        return self.form.cleaned_data if self.form else {}


def take_step(admin: PluginAdmin, request: HttpRequest, draft: Draft, *, step: str) -> HttpResponse:
    """The page of a step by GET; by POST it is taken."""
    return StepPage(admin, request, draft, STEPS[step]).answer()
