from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import CustomerProfile, MembershipChoice, Segment, SegmentMembership
from segmentation.rest.access import PluginView, readable_key
from segmentation.rest.errors import Unacceptable
from segmentation.rest.handing_over import refresh_soon
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.memberships import (
    CHOICE_EXAMPLES,
    SEGMENTS_EXAMPLES,
    ByHandSerializer,
    ChosenSerializer,
    MakeChoiceSerializer,
    MemberSerializer,
    SegmentOfCompanySerializer,
)
from segmentation.rest.views.features import pointing_to_drafts
from segmentation.rest.views.paging import PagedView
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.may_switch import check_may_choose
from segmentation.selectors.own_segments import own_segments
from segmentation.services.set_choices import set_choices

LOOK = Need(Scope.SEGMENTS_READ, "view_segmentmembership")


class Members(PagedView):
    """The companies in a segment, by key."""

    tag = "memberships"
    needs = {"GET": LOOK}
    ordering = "customer_key"
    queryset = SegmentMembership.objects.none()
    serializer_class = MemberSerializer

    @described(operation_id="list_members", responses=MemberSerializer(many=True))
    def get(self, request: Request, key: str) -> Response:
        rows = SegmentMembership.objects.filter(segment=segment_id(key))
        return self.page(request, rows, lambda page: MemberSerializer(with_names(page), many=True).data)


class Choices(PagedView):
    """What was decided by hand, against the rule: companies put into a segment or kept out of it."""

    tag = "memberships"
    needs = {"GET": LOOK, "POST": Need(Scope.SEGMENTS_WRITE, "change_segmentmembership")}
    ordering = "customer_key"
    queryset = MembershipChoice.objects.none()
    serializer_class = ByHandSerializer

    @described(operation_id="list_choices", responses=ByHandSerializer(many=True))
    def get(self, request: Request, key: str) -> Response:
        rows = MembershipChoice.objects.filter(segment=segment_id(key))
        return self.page(request, rows, lambda page: ByHandSerializer(with_names(page), many=True).data)

    @described(
        operation_id="make_choice",
        request=MakeChoiceSerializer,
        responses={200: ChosenSerializer, 202: ChosenSerializer},
        examples=CHOICE_EXAMPLES,
    )
    @once
    def post(self, request: Request, key: str) -> Response:
        """Decide for companies, all of them or none: no run and no refresh undoes it before its end.

        More than a thousand are moved by a worker: the answer is 202, and `refresh` says which to follow.
        """
        segment = segment_of(key)
        sent = MakeChoiceSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        _refuse_unknown(facts["customer_keys"])
        with pointing_to_drafts():
            check_may_choose(
                segment,
                companies=len(set(facts["customer_keys"])),
                include=facts["include"],
                expires_at=facts["expires_at"],
            )
        done = set_choices(segment_key=key, actor=self.person, now=timezone.now(), **facts)
        refresh_soon(done.refresh)
        soon = status.HTTP_200_OK if done.refresh is None else status.HTTP_202_ACCEPTED
        return Response(ChosenSerializer(done).data, status=soon)


class SegmentsOfCompany(PluginView):
    """The segments a company is in and why, the deciding one first."""

    tag = "memberships"
    needs = {"GET": LOOK}

    @described(
        operation_id="list_segments_of_company",
        responses=SegmentOfCompanySerializer(many=True),
        examples=SEGMENTS_EXAMPLES,
    )
    def get(self, request: Request, customer_key: str) -> Response:
        return Response(SegmentOfCompanySerializer(own_segments(readable_key(customer_key)), many=True).data)


def segment_of(key: str) -> Segment:
    found: Segment | None = Segment.objects.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def segment_id(key: str) -> int:
    return segment_of(key).pk


def with_names(rows: Sequence[Any]) -> Sequence[Any]:
    """Rows about customers, each with the customer's name; one look-up for all."""
    labels = label_customers(row.customer_key for row in rows)
    for row in rows:
        row.name = labels[row.customer_key].name
    return rows


def _refuse_unknown(customer_keys: Sequence[str]) -> None:
    """A key that no company has is a mistake; where it stands is told."""
    known = set(CustomerProfile.objects.filter(pk__in=set(customer_keys)).values_list("pk", flat=True))
    problems = [
        (("customer_keys", place), _("There is no company with this key."))
        for place, key in enumerate(customer_keys)
        if key not in known
    ]
    if problems:
        raise Unacceptable(problems[:100], code="unknown_company")
