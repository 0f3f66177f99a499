from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from segmentation.models import Run
from segmentation.words.runs import progress_of, quality_texts


class RunFilterSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Run.Kind.choices, required=False)
    state = serializers.ChoiceField(Run.State.choices, required=False)


class RunSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Run.Kind.choices)
    state = serializers.ChoiceField(Run.State.choices)
    percent = serializers.SerializerMethodField(help_text="How far it is, of 100.")
    as_of = serializers.DateField()
    started_at = serializers.DateTimeField()
    touched_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    customers = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Companies without news, which were not read.")
    changed = serializers.IntegerField(help_text="Companies that moved to another class.")
    error = serializers.CharField()

    def get_percent(self, run: Run) -> int:
        return int(progress_of(run)["percent"])


class RunFailureSerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField()
    error = serializers.CharField()


class RunDetailSerializer(RunSerializer):
    quality = serializers.SerializerMethodField(help_text="What there is to say of the order lines, in sentences.")
    statistics = serializers.SerializerMethodField()
    failures = serializers.SerializerMethodField(help_text="Companies not worked out; the first hundred.")
    more_failures = serializers.SerializerMethodField()

    def get_quality(self, run: Run) -> list[str]:
        return list(quality_texts(run.quality))

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_statistics(self, run: Run) -> Any:
        """Kind of statistics to the version that this run made."""
        return run.statistics

    @extend_schema_field(RunFailureSerializer(many=True))
    def get_failures(self, run: Run) -> Any:
        return RunFailureSerializer(self.context["page"].failures, many=True).data

    def get_more_failures(self, run: Run) -> int:
        return int(self.context["page"].more_failures)


class StartRunSerializer(serializers.Serializer[Any]):
    read_all = serializers.BooleanField(
        default=False, help_text="Read also the companies without news, and make the statistics anew."
    )


class RequestedRunSerializer(serializers.Serializer[Any]):
    requested_at = serializers.DateTimeField()
    read_all = serializers.BooleanField()
