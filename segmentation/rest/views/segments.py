from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.locks import lock_switches
from segmentation.models import Segment
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Conflict, Unacceptable
from segmentation.rest.handing_over import refresh_soon
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.segments import (
    LOWEST,
    SEGMENT_EXAMPLES,
    AddSegmentSerializer,
    ChangeSegmentSerializer,
    OrderSerializer,
    SegmentSerializer,
)
from segmentation.rest.versions import IF_MATCH, require_version, versioned
from segmentation.rest.views.features import pointing_to_drafts, refuse_without_draft
from segmentation.rest.views.paging import PagedView
from segmentation.rules import RuleError
from segmentation.selectors.may_switch import check_may_delete
from segmentation.services.delete_segment import BuiltinSegmentError, delete_segment
from segmentation.services.reorder_segments import STEP, SegmentsChangedError, reorder_segments
from segmentation.services.save_segment import BuiltinRuleError, save_segment

LOOK = Need(Scope.SEGMENTS_READ, "view_segment")
CHANGE = Need(Scope.SEGMENTS_WRITE, "change_segment")


class Segments(PagedView):
    """Segments, the deciding one first."""

    tag = "segments"
    needs = {"GET": LOOK, "POST": Need(Scope.SEGMENTS_WRITE, "add_segment")}
    ordering = "priority"
    queryset = Segment.objects.none()
    serializer_class = SegmentSerializer

    @described(operation_id="list_segments", responses=SegmentSerializer(many=True))
    def get(self, request: Request) -> Response:
        return self.page(request, counted(), lambda page: SegmentSerializer(page, many=True).data)

    @described(
        operation_id="add_segment",
        request=AddSegmentSerializer,
        responses={201: SegmentSerializer},
        examples=SEGMENT_EXAMPLES,
    )
    @once
    def post(self, request: Request) -> Response:
        """Add a segment. With a rule its members are worked out by a worker: `refresh` says which to follow."""
        with transaction.atomic():
            lock_switches()
            sent = AddSegmentSerializer(data=request.data)
            sent.is_valid(raise_exception=True)
            facts = {"priority": _behind_all(), **sent.validated_data}
            answer = store(Segment(), facts, request)
        answer.status_code = status.HTTP_201_CREATED
        return answer


class SegmentDetail(PluginView):
    """One segment. Send its ETag as `If-Match`, and nobody's change is overwritten unseen."""

    tag = "segments"
    needs = {"GET": LOOK, "PATCH": CHANGE, "DELETE": Need(Scope.SEGMENTS_WRITE, "delete_segment")}

    @described(operation_id="get_segment", responses=SegmentSerializer)
    def get(self, request: Request, key: str) -> Response:
        segment = segment_or_404(key)
        return versioned(SegmentSerializer(segment).data, edition=edition_of(segment))

    @described(
        operation_id="change_segment",
        parameters=[IF_MATCH],
        request=ChangeSegmentSerializer,
        responses=SegmentSerializer,
        examples=SEGMENT_EXAMPLES,
    )
    @once
    def patch(self, request: Request, key: str) -> Response:
        sent = ChangeSegmentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        if sent.validated_data.keys() & {"rule", "priority"}:
            refuse_without_draft()
        with transaction.atomic():
            # Whoever writes a segment holds this, so what is compared here is what is overwritten.
            lock_switches()
            segment = segment_or_404(key)
            require_version(request, edition_of(segment))
            return store(segment, sent.validated_data, request)

    @described(operation_id="delete_segment", parameters=[IF_MATCH], request=None, responses={204: None})
    @once
    def delete(self, request: Request, key: str) -> Response:
        segment = segment_or_404(key)

        def check(held: Segment) -> None:
            require_version(request, edition_of(held))
            check_may_delete(held)

        try:
            with pointing_to_drafts():
                delete_segment(segment.pk, actor=self.person, check=check)
        except BuiltinSegmentError as error:
            raise Conflict(_("A built-in segment cannot be deleted."), code="builtin") from error
        except Segment.DoesNotExist as error:
            raise NotFound from error
        return Response(status=status.HTTP_204_NO_CONTENT)


class SegmentOrder(PluginView):
    """Which segment decides before which."""

    tag = "segments"
    needs = {"GET": LOOK, "PUT": CHANGE}

    @described(operation_id="get_segment_order", responses=OrderSerializer)
    def get(self, request: Request) -> Response:
        order = order_now()
        return versioned(order, edition=order)

    @described(
        operation_id="set_segment_order", parameters=[IF_MATCH], request=OrderSerializer, responses=OrderSerializer
    )
    @once
    def put(self, request: Request) -> Response:
        sent = OrderSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        refuse_without_draft()
        with transaction.atomic():
            lock_switches()
            require_version(request, order_now())
            try:
                reorder_segments(sent.validated_data["keys"], actor=self.person)
            except SegmentsChangedError as error:
                text = _("Name every segment once. Somebody may have added or deleted one.")
                raise Unacceptable([(("keys",), text)], code="not_all_segments") from error
            order = order_now()
        return versioned(order, edition=order)


def counted() -> QuerySet[Segment]:
    """Segments with how many members they have."""
    return Segment.objects.annotate(member_count=Count("memberships"))


def segment_or_404(key: str) -> Segment:
    segment: Segment | None = counted().filter(key=key).first()
    if segment is None:
        raise NotFound
    return segment


def edition_of(segment: Segment) -> Mapping[str, Any]:
    """What a change could overwrite; members come and go by themselves."""
    return {name: getattr(segment, name) for name in ("key", "name", "description", "priority", "rule")}


def order_now() -> Mapping[str, list[str]]:
    return {"keys": list(Segment.objects.order_by("priority").values_list("key", flat=True))}


def store(segment: Segment, facts: Mapping[str, Any], request: Request) -> Response:
    """Keep a segment as it was sent, and have its members worked out where its rule is another one."""
    for name, value in facts.items():
        setattr(segment, name, value)
    if Segment.objects.filter(priority=segment.priority).exclude(pk=segment.pk).exists():
        raise Unacceptable([(("priority",), _("Another segment has this priority."))], code="taken")
    try:
        refresh = save_segment(segment, actor=request.user)  # type: ignore[arg-type]
    except RuleError as error:
        problems = [(("rule", *problem.path), problem.message) for problem in error.problems]
        raise Unacceptable(problems, code="invalid_rule") from error
    except BuiltinRuleError as error:
        text = _("A built-in segment needs a rule.")
        raise Unacceptable([(("rule",), text)], code="builtin") from error
    refresh_soon(refresh)
    stored = segment_or_404(segment.key)
    told = SegmentSerializer(stored, context={"refresh": refresh}).data
    return versioned(told, edition=edition_of(stored))


def _behind_all() -> int:
    last = Segment.objects.aggregate(last=Max("priority"))["last"] or 0
    if last + STEP > LOWEST:
        text = _("There is no room behind the last segment. Put the segments in order, and try again.")
        raise Conflict(text, code="no_room")
    return int(last) + STEP
