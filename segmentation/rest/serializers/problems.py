from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ProblemDetailSerializer(serializers.Serializer[Any]):
    path = serializers.ListField(help_text='Names and numbers that lead to the place, such as ["rule", "all", 0].')
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Why a call was refused."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="For a program; it stays the same in every language.")
    detail = serializers.CharField(help_text="For a person.")
    problems = ProblemDetailSerializer(many=True)
