"""What is done with a draft, each step at an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import Draft, DraftChange
from segmentation.rest.access import PluginView
from segmentation.rest.draft_refusals import refusing_step
from segmentation.rest.handing_over import refreshes_soon
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.drafts import DraftSerializer, PublishSerializer, ScheduleSerializer
from segmentation.rest.serializers.features import WhySerializer
from segmentation.rest.versions import IF_MATCH
from segmentation.rest.views.drafts import WRITE, answer_draft, hold_draft
from segmentation.selectors.may_publish import may_publish
from segmentation.services.approve_draft import approve_draft, send_back_draft
from segmentation.services.approve_roll_back import approve_roll_back, decline_roll_back, propose_roll_back
from segmentation.services.discard_draft import discard_draft
from segmentation.services.propose_draft import propose_draft
from segmentation.services.publish_draft import publish_draft
from segmentation.services.roll_back_draft import roll_back_draft
from segmentation.services.schedule_draft import schedule_draft, unschedule_draft

PUBLISH = Need(Scope.DRAFTS_PUBLISH, "change_featurerule")
APPROVE = Need(Scope.DRAFTS_PUBLISH, "approve_draft")

HEADERS = [IF_MATCH]


class DraftStep(PluginView):
    tag = "drafts"
    body: ClassVar[type[serializers.Serializer] | None] = None
    switches: ClassVar[bool] = False
    """Whether it changes what features do, now or at the draft's moment."""

    def changes_what_happens(self, draft: Draft) -> bool:
        """Whether it takes the right to each of the draft's changes."""
        return self.switches

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        """Do it, with what was sent."""
        raise NotImplementedError

    def answer(self, request: Request, draft_id: int) -> Response:
        facts: Mapping[str, Any] = {}
        if self.body is not None:
            sent = self.body(data=request.data)
            sent.is_valid(raise_exception=True)
            facts = sent.validated_data
        with transaction.atomic(), refusing_step():
            if self.changes_what_happens(hold_draft(request, draft_id)):
                self._check_rights(draft_id)
            self.take(draft_id, facts)
            answer: Response = answer_draft(draft_id)
        return answer

    def _check_rights(self, draft_id: int) -> None:
        kinds = DraftChange.objects.filter(draft__pk=draft_id).values_list("kind", flat=True)
        if not may_publish(self.request.user, kinds):
            raise PermissionDenied(_("You may not make each of this draft's changes."), code="no_permission")


class Propose(DraftStep):
    needs = {"POST": WRITE}

    @described(operation_id="propose_draft", parameters=HEADERS, request=None, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Ask a second person to approve it."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        propose_draft(draft_id, actor=self.person)


class Approve(DraftStep):
    needs = {"POST": APPROVE}

    @described(operation_id="approve_draft", parameters=HEADERS, request=None, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Approve what somebody else proposed, as it is now."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        approve_draft(draft_id, actor=self.request.user, now=timezone.now())  # type: ignore[arg-type]


class SendBack(DraftStep):
    needs = {"POST": APPROVE}
    body = WhySerializer

    @described(operation_id="send_back_draft", parameters=HEADERS, request=WhySerializer, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Give it back to be worked on, with what is to be changed."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        send_back_draft(draft_id, actor=self.request.user, **facts)  # type: ignore[arg-type]


class Publish(DraftStep):
    needs = {"POST": PUBLISH}
    switches = True
    body = PublishSerializer

    @described(operation_id="publish_draft", parameters=HEADERS, request=PublishSerializer, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Make all its changes at once. What somebody else changed meanwhile is told, and then nothing is changed."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        planned = Draft.objects.values_list("ends_at", flat=True).get(pk=draft_id)
        wanted = {"ends_at": planned, **facts}
        refreshes_soon(publish_draft(draft_id, actor=self.person, now=timezone.now(), **wanted).refreshes)


class Schedule(DraftStep):
    needs = {"POST": PUBLISH}
    switches = True
    body = ScheduleSerializer

    @described(operation_id="schedule_draft", parameters=HEADERS, request=ScheduleSerializer, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Have it published at its moment, and taken back at its end."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        schedule_draft(draft_id, actor=self.person, now=timezone.now(), **facts)


class Unschedule(DraftStep):
    needs = {"POST": PUBLISH}
    switches = True

    @described(operation_id="unschedule_draft", parameters=HEADERS, request=None, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Let it wait for its moment no more."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        unschedule_draft(draft_id, actor=self.person)


class Discard(DraftStep):
    needs = {"POST": WRITE}
    body = WhySerializer

    @described(operation_id="discard_draft", parameters=HEADERS, request=WhySerializer, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Give it up; it stays to be looked at. One that waits for its moment is given up by who may publish it."""
        return self.answer(request, draft_id)

    def changes_what_happens(self, draft: Draft) -> bool:
        return draft.state == Draft.State.SCHEDULED

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        discard_draft(draft_id, actor=self.person, **facts)


class RollBack(DraftStep):
    needs = {"POST": PUBLISH}
    switches = True
    body = WhySerializer

    @described(operation_id="roll_back_draft", parameters=HEADERS, request=WhySerializer, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Put back what stood before it was published; what was changed again since is left alone.

        Where drafts need approval, `approve-roll-back/` comes before.
        """
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        refreshes_soon(roll_back_draft(draft_id, actor=self.person, now=timezone.now(), **facts).refreshes)


class ProposeRollBack(DraftStep):
    needs = {"POST": WRITE}
    body = WhySerializer

    @described(operation_id="propose_roll_back", parameters=HEADERS, request=WhySerializer, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Ask a second person to approve that it is taken back; until then it stays published."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        propose_roll_back(draft_id, actor=self.request.user, **facts)  # type: ignore[arg-type]


class ApproveRollBack(DraftStep):
    needs = {"POST": APPROVE}

    @described(operation_id="approve_roll_back", parameters=HEADERS, request=None, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Approve that it is taken back, as somebody else proposed."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        approve_roll_back(draft_id, actor=self.request.user)  # type: ignore[arg-type]


class DeclineRollBack(DraftStep):
    needs = {"POST": APPROVE}
    body = WhySerializer

    @described(operation_id="decline_roll_back", parameters=HEADERS, request=WhySerializer, responses=DraftSerializer)
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Leave it published although somebody proposed to take it back."""
        return self.answer(request, draft_id)

    def take(self, draft_id: int, facts: Mapping[str, Any]) -> None:
        decline_roll_back(draft_id, actor=self.request.user, **facts)  # type: ignore[arg-type]
