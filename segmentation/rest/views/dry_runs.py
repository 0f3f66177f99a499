from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import Draft, DryRun
from segmentation.rest.access import PluginView
from segmentation.rest.schema import described
from segmentation.rest.serializers.dry_runs import DryRunSerializer
from segmentation.rest.views.drafts import LOOK
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.dry_run_result import DryRunResult
from segmentation.services.run_dry_run import is_stale, request_dry_run
from segmentation.tasks import dry_run


class DraftDryRun(PluginView):
    """Who would gain and lose what by a draft, by number and by name; nothing in the shop changes."""

    tag = "drafts"
    effort = "heavy"
    needs = {"GET": LOOK, "POST": LOOK}

    @described(operation_id="get_dry_run", responses=DryRunSerializer)
    def get(self, request: Request, draft_id: int) -> Response:
        """The last one that was asked for, and how far it is."""
        run = DryRun.objects.select_related("draft").filter(draft__pk=draft_id).first()
        if run is None:
            raise NotFound
        return Response(DryRunSerializer(_row(run)).data)

    @described(operation_id="dry_run_draft", request=None, responses={200: DryRunSerializer, 202: DryRunSerializer})
    def post(self, request: Request, draft_id: int) -> Response:
        """Have it worked out. Among many companies a worker does it: the answer is then 202, to be read later."""
        with transaction.atomic():
            try:
                run = request_dry_run(draft_id, now=timezone.now())
            except Draft.DoesNotExist as error:
                raise NotFound from error
            waits = run.state == DryRun.State.WAITING
            if waits:
                transaction.on_commit(partial(dry_run.delay, run_id=run.pk), robust=True)
        told = DryRunSerializer(_row(run)).data
        return Response(told, status=status.HTTP_202_ACCEPTED if waits else status.HTTP_200_OK)


def _row(run: DryRun) -> Mapping[str, Any]:
    names = ("state", "done", "total", "computed_at", "error")
    finished = run.state == DryRun.State.FINISHED
    return {
        **{name: getattr(run, name) for name in names},
        "draft": run.draft_id,
        "stale": is_stale(run, run.draft),
        "result": _result(DryRunResult.from_json(run.result)) if finished else None,
    }


def _result(result: DryRunResult) -> Mapping[str, Any]:
    labels = label_customers(company.key for company in result.named)
    return {
        **{name: getattr(result, name) for name in ("companies", "gaining", "losing", "affected")},
        "features": [{"feature": key, **asdict(effect)} for key, effect in result.features.items()],
        "segments": [{"segment": key, **asdict(effect)} for key, effect in result.segments.items()],
        "named": [
            {
                **asdict(company),
                "customer_key": company.key,
                "name": labels[company.key].name,
                "in_categories": [
                    {"feature": feature, "category": category, "effect": effect}
                    for feature, category, effect in company.in_categories
                ],
            }
            for company in result.named
        ],
    }
