from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import Segment, SegmentRefresh
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Conflict
from segmentation.rest.handing_over import refresh_soon
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.segments import RefreshSerializer
from segmentation.rest.views.memberships import segment_id
from segmentation.rest.views.paging import PagedView
from segmentation.services.request_refresh import request_refresh

LOOK = Need(Scope.SEGMENTS_READ, "view_segment")


class Refreshes(PagedView):
    """How a segment's members were worked out, the newest first; POST has it done again."""

    tag = "refreshes"
    needs = {"GET": LOOK, "POST": Need(Scope.SEGMENTS_WRITE, "change_segment")}
    ordering = "-pk"
    queryset = SegmentRefresh.objects.none()
    serializer_class = RefreshSerializer

    @described(operation_id="list_refreshes", responses=RefreshSerializer(many=True))
    def get(self, request: Request, key: str) -> Response:
        rows = SegmentRefresh.objects.filter(segment=segment_id(key)).select_related("segment")
        return self.page(request, rows, lambda page: RefreshSerializer(page, many=True).data)

    @described(operation_id="start_refresh", request=None, responses={202: RefreshSerializer})
    @once
    def post(self, request: Request, key: str) -> Response:
        """Have a segment's members worked out among all companies; a request that still waits is replaced."""
        segment = Segment.objects.get(pk=segment_id(key))
        if segment.rule is None:
            raise Conflict(_("This segment has no rule: it is filled by hand alone."), code="no_rule")
        refresh = request_refresh(segment, actor=self.person, now=timezone.now(), by_hand=True)
        refresh_soon(refresh)
        return Response(RefreshSerializer(refresh).data, status=status.HTTP_202_ACCEPTED)


class RefreshDetail(PluginView):
    """How far one is."""

    tag = "refreshes"
    needs = {"GET": LOOK}

    @described(operation_id="get_refresh", responses=RefreshSerializer)
    def get(self, request: Request, refresh_id: int) -> Response:
        refresh = SegmentRefresh.objects.filter(pk=refresh_id).select_related("segment").first()
        if refresh is None:
            raise NotFound
        return Response(RefreshSerializer(refresh).data)
