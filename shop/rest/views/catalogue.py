from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors import products_in, search_products, visible_products
from shop.pricing.selectors import plain_prices, price_tables
from shop.rest.serializers import CategorySerializer, ProductSerializer
from shop.segmentation_bridge.volume import volume_prices_for


class Categories(APIView):
    """The category tree, in its order."""

    permission_classes = [AllowAny]

    @extend_schema(responses=CategorySerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(CategorySerializer(Category.get_tree(), many=True).data)


def price_context(request: Request, products: list[Product]) -> dict[str, Any]:
    """Prices for the company of the request and for nobody else; a visitor without a company sees none."""
    company = request.company  # type: ignore[attr-defined]
    if company is None:
        return {"prices": {}, "tables": {}}
    volume_in = volume_prices_for(request.features)  # type: ignore[attr-defined]
    with_volume = [product.pk for product in products if volume_in(product.category.slug)]
    return {
        "prices": plain_prices([product.pk for product in products], company=company),
        "tables": price_tables(with_volume, company=company) if with_volume else {},
    }


class Products(generics.ListAPIView[Product]):
    """Products for sale; `search` and `category` narrow them down."""

    serializer_class = ProductSerializer
    permission_classes = [AllowAny]
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Product]:
        text, slug = self.request.query_params.get("search", ""), self.request.query_params.get("category", "")
        found = search_products(text) if text else visible_products()
        if slug:
            found = found & products_in(get_object_or_404(Category, slug=slug))
        return found

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        serializer = ProductSerializer(page, many=True, context=price_context(request, list(page)))
        return self.get_paginated_response(serializer.data)


class ProductDetail(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=ProductSerializer)
    def get(self, request: Request, sku: str) -> Response:
        product = get_object_or_404(visible_products(), sku__iexact=sku)
        return Response(ProductSerializer(product, context=price_context(request, [product])).data)
