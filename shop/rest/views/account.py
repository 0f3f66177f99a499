from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from segmentation.registry import features
from shop.companies.choice import choose_company
from shop.companies.models import Address
from shop.companies.selectors import memberships_of
from shop.companies.services.save_address import save_address
from shop.rest.access import CompanyView
from shop.rest.serializers.account import (
    AddressSerializer,
    FeatureFilterSerializer,
    FeatureSerializer,
    MembershipSerializer,
)


class AddressView(CompanyView, generics.GenericAPIView[Address]):
    """Delivery addresses, all reached through the company of the request."""

    queryset = Address.objects.none()
    serializer_class = AddressSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Address]:
        return self.company.addresses.all()

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = save_address(Address(company=self.company, **serializer.validated_data))

    def perform_update(self, serializer: Any) -> None:
        for name, value in serializer.validated_data.items():
            setattr(serializer.instance, name, value)
        save_address(serializer.instance)


class Addresses(AddressView, generics.ListCreateAPIView[Address]):
    """The delivery addresses of the company, the usual one first."""


class AddressDetail(AddressView, generics.RetrieveUpdateDestroyAPIView[Address]):
    """One of the company's delivery addresses. Orders keep their own copy of it."""


class Companies(APIView):
    """The companies the person acts for, by name."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MembershipSerializer(many=True))
    def get(self, request: Request) -> Response:
        context = {"current": request.member}  # type: ignore[attr-defined]
        return Response(MembershipSerializer(memberships_of(request.user), many=True, context=context).data)


class SwitchCompany(APIView):
    """Act for another of one's companies from now on."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, number: str) -> Response:
        member = memberships_of(request.user).filter(company__number=number).first() if number.isprintable() else None
        if member is None:
            raise NotFound
        choose_company(request.session, member)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Features(APIView):
    """What is switched on for whoever asks; in a category, where one is named."""

    permission_classes = [AllowAny]

    @extend_schema(parameters=[FeatureFilterSerializer], responses=FeatureSerializer(many=True))
    def get(self, request: Request) -> Response:
        wish = FeatureFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        own = request.features  # type: ignore[attr-defined]
        answers = [(feature, own.answer(feature.key, wish.validated_data["category"])) for feature in features]
        rows = [
            {
                "key": feature.key,
                "name": feature.label,
                "description": feature.help,
                "enabled": answer.enabled,
                "decided_by": answer.decided_by.value,
            }
            for feature, answer in answers
        ]
        return Response(FeatureSerializer(rows, many=True).data)
