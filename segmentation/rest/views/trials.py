"""What features change: trials, what was read of them night by night, and who goes without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.analysis.effect.figures import Effect, Group
from segmentation.models import EffectReading, Trial, TrialMember
from segmentation.rest.access import PluginView
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.trials import (
    HeldOutSerializer,
    ReadingFilterSerializer,
    ReadingSerializer,
    SizeSerializer,
    TrialDetailSerializer,
    TrialFilterSerializer,
    TrialSerializer,
)
from segmentation.rest.views.memberships import with_names
from segmentation.rest.views.paging import PagedView
from segmentation.selectors.effect import MeasuredMetric, effects_of
from segmentation.standing import EVERYBODY, EVERYBODY_KEY

LOOK = Need(Scope.EFFECTS_READ, "view_trial")


class Trials(PagedView):
    """Every trial, the newest first."""

    tag = "trials"
    needs = {"GET": LOOK}
    ordering = "-pk"
    queryset = Trial.objects.none()
    serializer_class = TrialSerializer

    @described(operation_id="list_trials", parameters=[TrialFilterSerializer], responses=TrialSerializer(many=True))
    def get(self, request: Request) -> Response:
        wish = TrialFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        facts = dict(wish.validated_data)
        rows = Trial.objects.all()
        if (running := facts.pop("running")) is not None:
            rows = rows.filter(ended_at__isnull=running)
        if (segment := facts.pop("segment", None)) is not None:
            rows = rows.filter(segment_key=EVERYBODY if segment == EVERYBODY_KEY else segment)
        return self.page(
            request, rows.filter(**facts), lambda page: TrialSerializer(map(_trial_row, page), many=True).data
        )


class TrialDetail(PluginView):
    """One trial with its latest reading, and when a difference could be seen where none is."""

    tag = "trials"
    needs = {"GET": LOOK}

    @described(operation_id="get_trial", parameters=[SizeSerializer], responses=TrialDetailSerializer)
    def get(self, request: Request, trial_id: int) -> Response:
        wish = SizeSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        [found] = effects_of([trial_or_404(trial_id)], size=float(wish.validated_data["size"] / 100))
        row = {
            **_trial_row(found.trial),
            "as_of": found.as_of,
            "read_at": found.read_at,
            "over": found.is_over,
            "metrics": [_measured_row(metric) for metric in found.metrics],
        }
        return Response(TrialDetailSerializer(row).data)


class Readings(PagedView):
    """Every reading of a trial, the newest first."""

    tag = "trials"
    needs = {"GET": LOOK}
    ordering = "-pk"
    queryset = EffectReading.objects.none()
    serializer_class = ReadingSerializer

    @described(
        operation_id="list_trial_readings",
        parameters=[ReadingFilterSerializer],
        responses=ReadingSerializer(many=True),
    )
    def get(self, request: Request, trial_id: int) -> Response:
        wish = ReadingFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        rows = EffectReading.objects.filter(trial=trial_or_404(trial_id), **wish.validated_data)
        return self.page(request, rows, lambda page: ReadingSerializer(map(_reading_row, page), many=True).data)


class HeldOutCompanies(PagedView):
    """The companies that go without for the sake of a trial, or went without while it lasted."""

    tag = "trials"
    needs = {"GET": LOOK}
    ordering = "customer_key"
    queryset = TrialMember.objects.none()
    serializer_class = HeldOutSerializer

    @described(operation_id="list_held_out", responses=HeldOutSerializer(many=True))
    def get(self, request: Request, trial_id: int) -> Response:
        rows = TrialMember.objects.filter(trial=trial_or_404(trial_id), held_out=True)
        return self.page(request, rows, lambda page: HeldOutSerializer(with_names(page), many=True).data)


def trial_or_404(trial_id: int) -> Trial:
    trial: Trial | None = Trial.objects.filter(pk=trial_id).first()
    if trial is None:
        raise NotFound
    return trial


def _trial_row(trial: Trial) -> Mapping[str, Any]:
    names = ("id", "feature", "share", "held_out", "started_at", "ended_at", "simulated")
    return {**{name: getattr(trial, name) for name in names}, "segment": trial.segment_key or EVERYBODY_KEY}


def _measured_row(measured: MeasuredMetric) -> Mapping[str, Any]:
    effect, ahead = measured.effect, measured.outlook
    told = None
    if ahead is not None and not effect.is_seen:
        told = {"size": round(100 * ahead.size, 1), "days": ahead.days, "held_out": ahead.held_out}
    return {**_figures(effect), "outlook": told}


def _reading_row(reading: EffectReading) -> Mapping[str, Any]:
    figures = _figures(Effect.from_payload(reading.figures))
    return {**figures, "as_of": reading.as_of, "read_at": reading.read_at}


def _figures(effect: Effect) -> Mapping[str, Any]:
    return {
        "effect": effect,
        "metric": effect.metric.value,
        "days": effect.days,
        "on": _group(effect.on),
        "held_out": _group(effect.held_out),
        "difference": _interval(effect.difference, effect.low, effect.high),
        "relative": _interval(effect.relative, effect.relative_low, effect.relative_high),
        "seen": effect.is_seen,
    }


def _group(group: Group) -> Mapping[str, Any]:
    return {
        "companies": group.companies,
        "orders": group.orders,
        "value": group.value if group.companies else None,
    }


def _interval(value: float | None, low: float | None, high: float | None) -> Mapping[str, float] | None:
    """All of it or nothing: a difference without its range would be a claim without numbers."""
    if value is None or low is None or high is None:
        return None
    return {"value": value, "low": low, "high": high}
