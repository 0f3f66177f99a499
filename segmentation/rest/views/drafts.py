from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import Draft, DraftChange
from segmentation.rest.access import PluginView
from segmentation.rest.draft_refusals import refusing_change, refusing_step
from segmentation.rest.errors import Path, Unacceptable
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.drafts import (
    DRAFT_EXAMPLES,
    DraftFilterSerializer,
    DraftRowSerializer,
    DraftSerializer,
    PutChangeSerializer,
    StartDraftSerializer,
)
from segmentation.rest.services.write_attributes import known_companies
from segmentation.rest.versions import IF_MATCH, require_version, versioned
from segmentation.rest.views.paging import PagedView
from segmentation.services.put_change import drop_change, put_change
from segmentation.services.start_draft import start_draft

LOOK = Need(Scope.DRAFTS_READ, "view_draft")
WRITE = Need(Scope.DRAFTS_WRITE, "change_draft")


class Drafts(PagedView):
    """Drafts, the newest first."""

    tag = "drafts"
    needs = {"GET": LOOK, "POST": Need(Scope.DRAFTS_WRITE, "add_draft")}
    ordering = "-pk"
    queryset = Draft.objects.none()
    serializer_class = DraftRowSerializer

    @described(operation_id="list_drafts", parameters=[DraftFilterSerializer], responses=DraftRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        wish = DraftFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        rows = with_people().filter(**wish.validated_data)
        return self.page(request, rows, lambda page: DraftRowSerializer(page, many=True).data)

    @described(
        operation_id="start_draft",
        request=StartDraftSerializer,
        responses={201: DraftSerializer},
        examples=DRAFT_EXAMPLES,
    )
    @once
    def post(self, request: Request) -> Response:
        """Begin a draft, with changes at once or without: all of them, or no draft."""
        sent = StartDraftSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        with transaction.atomic():
            draft = start_draft(title=facts["title"], reason=facts["reason"], actor=self.person, now=timezone.now())
            for place, change in enumerate(facts["changes"]):
                put(request, draft.pk, change, at=("changes", place))
            answer: Response = answer_draft(draft.pk)
        answer.status_code = status.HTTP_201_CREATED
        return answer


class DraftDetail(PluginView):
    """One draft with its changes. Send its ETag as `If-Match`, and only what you have seen is moved on."""

    tag = "drafts"
    needs = {"GET": LOOK}

    @described(operation_id="get_draft", responses=DraftSerializer)
    def get(self, request: Request, draft_id: int) -> Response:
        return answer_draft(draft_id)


class DraftChanges(PluginView):
    """What a draft is to change."""

    tag = "drafts"
    needs = {"POST": WRITE}

    @described(
        operation_id="put_draft_change",
        parameters=[IF_MATCH],
        request=PutChangeSerializer,
        responses=DraftSerializer,
    )
    @once
    def post(self, request: Request, draft_id: int) -> Response:
        """Put a change in. One that comes to what stands anyway takes an earlier one out."""
        sent = PutChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with transaction.atomic():
            hold_draft(request, draft_id)
            put(request, draft_id, sent.validated_data)
            answer: Response = answer_draft(draft_id)
        return answer


class DraftChangeDetail(PluginView):
    """One change of a draft."""

    tag = "drafts"
    needs = {"DELETE": WRITE}

    @described(operation_id="drop_draft_change", parameters=[IF_MATCH], request=None, responses={204: None})
    @once
    def delete(self, request: Request, draft_id: int, change_id: int) -> Response:
        """Take it out."""
        with transaction.atomic(), refusing_step():
            hold_draft(request, draft_id)
            if not DraftChange.objects.filter(draft__pk=draft_id, pk=change_id).exists():
                raise NotFound
            drop_change(change_id, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


def with_people() -> QuerySet[Draft]:
    return Draft.objects.select_related("author", "approved_by", "published_by", "back_proposed_by", "back_approved_by")


def hold_draft(request: Request, draft_id: int) -> Draft:
    """Hold a draft until the transaction ends; refuses whoever has not seen it as it is."""
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise NotFound
    require_version(request, edition_of(draft))
    return draft


def answer_draft(draft_id: int) -> Response:
    draft = with_people().prefetch_related("changes").filter(pk=draft_id).first()
    if draft is None:
        raise NotFound
    return versioned(DraftSerializer(draft).data, edition=edition_of(draft))


def edition_of(draft: Draft) -> Mapping[str, Any]:
    return {"state": draft.state, "revision": draft.revision}


def put(request: Request, draft_id: int, change: Mapping[str, Any], *, at: Path = ()) -> None:
    """Put a change in; what does not fit is told with where it stands."""
    if (company := change["customer_key"]) and company not in known_companies([company]):
        raise Unacceptable([((*at, "customer_key"), _("There is no company with this key."))], code="unknown_company")
    with refusing_change(at=at):
        put_change(draft_id, actor=request.user, now=timezone.now(), **change)  # type: ignore[arg-type]
