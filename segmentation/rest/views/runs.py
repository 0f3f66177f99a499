from __future__ import annotations

import logging

from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import Run
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Conflict, NoWorkers
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.runs import (
    RequestedRunSerializer,
    RunDetailSerializer,
    RunFilterSerializer,
    RunSerializer,
    StartRunSerializer,
)
from segmentation.rest.views.paging import PagedView
from segmentation.selectors.run_page import read_run_page
from segmentation.selectors.runs import is_at_work, last_started_full_run, runs_with_progress
from segmentation.tasks import run_full

logger = logging.getLogger(__name__)


class Runs(PagedView):
    """Runs, the newest first; POST starts one over all companies."""

    tag = "runs"
    needs = {"GET": Need(Scope.RUNS_READ, "view_run"), "POST": Need(Scope.RUNS_WRITE, "add_run")}
    ordering = "-pk"
    queryset = Run.objects.none()
    serializer_class = RunSerializer

    @described(operation_id="list_runs", parameters=[RunFilterSerializer], responses=RunSerializer(many=True))
    def get(self, request: Request) -> Response:
        wish = RunFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        found = runs_with_progress().filter(**wish.validated_data)
        return self.page(request, found, lambda page: RunSerializer(page, many=True).data)

    @described(operation_id="start_run", request=StartRunSerializer, responses={202: RequestedRunSerializer})
    @once
    def post(self, request: Request) -> Response:
        """Ask for a run over all companies. It begins when a worker takes it; one under way is answered 409."""
        sent = StartRunSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        now = timezone.now()
        latest = last_started_full_run()
        if latest is not None and is_at_work(latest, now=now):
            raise Conflict(_("All companies are being worked out already."), code="run_under_way")
        facts = {"read_all": sent.validated_data["read_all"]}
        try:
            # Not on commit: a call that found no worker is not to be remembered as answered.
            run_full.delay(started_by=request.user.pk, **facts)
        except OperationalError as error:
            logger.exception("A full run could not be handed to a worker.")
            raise NoWorkers from error
        answer = RequestedRunSerializer({"requested_at": now, **facts}).data
        return Response(answer, status=status.HTTP_202_ACCEPTED)


class RunDetail(PluginView):
    """One run, with the companies it could not work out."""

    tag = "runs"
    needs = {"GET": Need(Scope.RUNS_READ, "view_run")}

    @described(operation_id="get_run", responses=RunDetailSerializer)
    def get(self, request: Request, run_id: int) -> Response:
        page = read_run_page(run_id)
        if page is None:
            raise NotFound
        return Response(RunDetailSerializer(page.run, context={"page": page}).data)
