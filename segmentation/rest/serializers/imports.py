from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from segmentation.models import AttributeImport
from segmentation.rest.errors import Unacceptable
from segmentation.selectors.imports import ImportPage


class MappingField(serializers.DictField):
    """Column -> dimension; in a form it comes as JSON."""

    child = serializers.CharField(max_length=200)

    def get_value(self, dictionary: Any) -> Any:
        return dictionary.get(self.field_name, serializers.empty)

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except ValueError as error:
                raise serializers.ValidationError(_("This is not JSON.")) from error
        found: dict[str, str] = super().to_internal_value(data)
        return found


class SendFileSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="CSV or XLSX; the first row names the columns.")
    mapping = MappingField(
        required=False, help_text="Column to dimension, or to `customer`. Left out, the columns' names say it."
    )
    clear_missing = serializers.BooleanField(
        default=False, help_text="Whether an empty cell takes back what an earlier import stated."
    )


class AssignColumnsSerializer(serializers.Serializer[Any]):
    mapping = MappingField()
    clear_missing = serializers.BooleanField(default=False)


class ImportFilterSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(AttributeImport.State.choices, required=False)


class ImportSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(AttributeImport.State.choices)
    header = serializers.ListField(child=serializers.CharField(allow_blank=True))
    mapping = serializers.DictField(child=serializers.CharField())
    clear_missing = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    rows = serializers.IntegerField()
    rows_done = serializers.IntegerField(help_text="How far looking through, or storing, is.")
    companies = serializers.IntegerField(help_text="Companies of which something was changed.")
    written = serializers.IntegerField(help_text="Values that were changed.")
    withstood = serializers.IntegerField(help_text="Values that stay as somebody stated them.")
    problem_count = serializers.IntegerField(source="problems")
    error = serializers.CharField()


class ImportColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    dimension = serializers.CharField(source="dimension.key")
    values = serializers.IntegerField()
    changes = serializers.IntegerField(help_text="Values that storing would change, or changed.")
    withstood = serializers.IntegerField()
    problems = serializers.IntegerField()


class ImportProblemSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="As a spreadsheet counts; the heading is row 1.")
    column = serializers.CharField()
    value = serializers.CharField()
    message = serializers.CharField()


class ImportDetailSerializer(ImportSerializer):
    columns = serializers.SerializerMethodField(help_text="What storing each column would come to.")
    problems = serializers.SerializerMethodField(help_text="The first hundred.")
    more_problems = serializers.SerializerMethodField()

    @property
    def import_page(self) -> ImportPage:
        page: ImportPage = self.context["page"]
        return page

    @extend_schema_field(ImportColumnSerializer(many=True))
    def get_columns(self, _source: AttributeImport) -> Any:
        return ImportColumnSerializer(self.import_page.columns, many=True).data

    @extend_schema_field(ImportProblemSerializer(many=True))
    def get_problems(self, _source: AttributeImport) -> Any:
        return ImportProblemSerializer(self.import_page.problems, many=True).data

    @extend_schema_field(OpenApiTypes.INT)
    def get_more_problems(self, _source: AttributeImport) -> int:
        return self.import_page.more_problems


def unacceptable(part: str, why: str) -> Unacceptable:
    """A refusal of one part of what was sent."""
    return Unacceptable([((part,), why)])
