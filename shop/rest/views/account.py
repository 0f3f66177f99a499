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
from shop.companies.models import Address, Company
from shop.companies.selectors import companies_of
from shop.rest.access import CompanyView, MayOrder
from shop.rest.serializers import AddressSerializer, CompanySerializer, FeatureSerializer
from shop.storefront.middleware import SESSION_KEY


class Addresses(CompanyView, generics.ListCreateAPIView[Address]):
    """The delivery addresses of the company."""

    serializer_class = AddressSerializer
    permission_classes = [*CompanyView.permission_classes, MayOrder]
    pagination_class = None

    def get_queryset(self) -> QuerySet[Address]:
        return self.company.addresses.all()

    def perform_create(self, serializer: Any) -> None:
        serializer.save(company=self.company)


class AddressDetail(CompanyView, generics.RetrieveUpdateDestroyAPIView[Address]):
    serializer_class = AddressSerializer
    permission_classes = [*CompanyView.permission_classes, MayOrder]

    def get_queryset(self) -> QuerySet[Address]:
        return self.company.addresses.all()


class Companies(generics.ListAPIView[Company]):
    """The companies the person acts for."""

    serializer_class = CompanySerializer
    permission_classes = [IsAuthenticated]
    pagination_class = None

    def get_queryset(self) -> QuerySet[Company]:
        return companies_of(self.request.user)  # type: ignore[arg-type]


class SwitchCompany(APIView):
    """Act for another of one's companies from now on."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, number: str) -> Response:
        company = companies_of(request.user).filter(number=number).first()  # type: ignore[arg-type]
        if company is None:
            raise NotFound
        request.session[SESSION_KEY] = company.pk
        return Response(status=status.HTTP_204_NO_CONTENT)


class Features(APIView):
    """What this storefront has switched on for whoever asks."""

    permission_classes = [AllowAny]

    @extend_schema(responses=FeatureSerializer(many=True))
    def get(self, request: Request) -> Response:
        answers = request.features.all()  # type: ignore[attr-defined]
        return Response(
            [
                {"feature": key, "label": str(features.get(key).label), "enabled": answer.enabled}
                for key, answer in answers.items()
            ]
        )
