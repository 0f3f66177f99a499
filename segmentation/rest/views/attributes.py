from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.access import PluginView, readable_key
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.attributes import (
    ATTRIBUTE_EXAMPLES,
    MANY_EXAMPLES,
    AttributeSerializer,
    WriteAttributesSerializer,
    WriteManySerializer,
    WrittenSerializer,
)
from segmentation.rest.services.write_attributes import Path, write_attributes
from segmentation.selectors.attributes import every_value
from segmentation.tasks import follow_facts

WRITE = Need(Scope.ATTRIBUTES_WRITE, "change_companyattributes")


class AttributesOfCompany(PluginView):
    """Everything that is known of a company, each value with where it comes from and since when."""

    tag = "attributes"
    needs = {"GET": Need(Scope.PROFILES_READ, "view_companyattributes"), "PATCH": WRITE}

    @described(operation_id="list_attributes", responses=AttributeSerializer(many=True))
    def get(self, request: Request, customer_key: str) -> Response:
        values = every_value(readable_key(customer_key))
        if all(value.origin is None for value in values):
            raise NotFound
        return Response(AttributeSerializer(values, many=True).data)

    @described(
        operation_id="write_attributes",
        request=WriteAttributesSerializer,
        responses=WrittenSerializer,
        examples=ATTRIBUTE_EXAMPLES,
    )
    @once
    def patch(self, request: Request, customer_key: str) -> Response:
        """Write values of one company. What does not fit is told under `problems`; the rest is stored."""
        sent = WriteAttributesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        rows = [(("values",), readable_key(customer_key), facts["values"])]
        return written(request, rows, system=facts["system"])


class Attributes(PluginView):
    """Values of many companies at once."""

    tag = "attributes"
    effort = "heavy"
    needs = {"PATCH": WRITE}

    @described(
        operation_id="write_many_attributes",
        request=WriteManySerializer,
        responses=WrittenSerializer,
        examples=MANY_EXAMPLES,
    )
    @once
    def patch(self, request: Request) -> Response:
        """Write values of up to a thousand companies. One bad value never stops the rest."""
        sent = WriteManySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        rows = [
            (("companies", place, "values"), company["customer_key"], company["values"])
            for place, company in enumerate(sent.validated_data["companies"])
        ]
        return written(request, rows, system=sent.validated_data["system"])


def written(request: Request, rows: Sequence[tuple[Path, str, Mapping[str, Any]]], *, system: str) -> Response:
    """Store, have the segments of those that changed looked at by a worker, and tell what became of it."""
    outcome = write_attributes(rows, system=system, actor=request.user, now=timezone.now())  # type: ignore[arg-type]
    stored = outcome.stored
    if stored.customer_keys:
        follow = partial(follow_facts.delay, customer_keys=stored.customer_keys, changed=sorted(stored.dimensions))
        transaction.on_commit(follow, robust=True)
    told = {
        "written": stored.written,
        "cleared": stored.cleared,
        "withstood": stored.withstood,
        "refused": len(outcome.problems) + stored.refused,
        "problems": [{"path": path, "message": message} for path, message in outcome.problems],
    }
    return Response(WrittenSerializer(told).data)
