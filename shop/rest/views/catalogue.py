from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors import products_in, search_products, visible_products
from shop.pricing.selectors import price_tables
from shop.rest.serializers.catalogue import CategorySerializer, ProductFilterSerializer, ProductSerializer
from shop.segmentation_bridge.volume import volume_prices_for


class Categories(APIView):
    """The category tree, in its order."""

    permission_classes = [AllowAny]

    @extend_schema(responses=CategorySerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(CategorySerializer(Category.get_tree(), many=True).data)


class Products(generics.GenericAPIView[Product]):
    """Products for sale; `search` and `category` narrow them down."""

    queryset = Product.objects.none()
    serializer_class = ProductSerializer
    permission_classes = [AllowAny]

    @extend_schema(parameters=[ProductFilterSerializer], responses=ProductSerializer(many=True))
    def get(self, request: Request) -> Response:
        wish = ProductFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        page = self.paginate_queryset(find_products(**wish.validated_data).select_related("brand", "category", "stock"))
        products = list(page or [])
        return self.get_paginated_response(
            ProductSerializer(products, many=True, context=price_context(request, products)).data
        )


class ProductDetail(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=ProductSerializer)
    def get(self, request: Request, sku: str) -> Response:
        if not sku.isprintable():
            raise NotFound
        product = get_object_or_404(visible_products().select_related("brand", "category", "stock"), sku__iexact=sku)
        return Response(ProductSerializer(product, context=price_context(request, [product])).data)


def find_products(*, search: str, category: str) -> QuerySet[Product]:
    """The products for sale that match the words, in the category and all below it."""
    found = search_products(search) if search else visible_products()
    return found & products_in(get_object_or_404(Category, slug=category)) if category else found


def price_context(request: Request, products: list[Product]) -> dict[str, Any]:
    """Prices for the company of the request and for nobody else; a visitor without a company sees none."""
    company = request.company  # type: ignore[attr-defined]
    if company is None or not products:
        return {"prices": {}, "tables": {}}
    volume_in = volume_prices_for(request.features)  # type: ignore[attr-defined]
    tables = price_tables([product.pk for product in products], company=company)
    return {
        "prices": {pk: table[0].unit_price for pk, table in tables.items()},
        "tables": {
            product.pk: tables[product.pk]
            for product in products
            if len(tables.get(product.pk, [])) > 1 and volume_in(product.category.slug)
        },
    }
