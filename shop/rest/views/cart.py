from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.permissions import HasFeature
from shop.cart.lines_text import EnteredLine
from shop.cart.models import Cart
from shop.cart.resolve_lines import resolve_lines
from shop.cart.selectors import get_cart, read_cart
from shop.cart.services import add_to_cart, empty_cart, remove_from_cart, set_quantity
from shop.rest.access import CompanyView, MayOrder
from shop.rest.serializers import CartSerializer, QuantitySerializer, WantedLinesSerializer
from shop.segmentation_bridge.volume import volume_prices_for


class CartView(CompanyView):
    permission_classes = [*CompanyView.permission_classes, MayOrder]

    @property
    def volume_in(self) -> Any:
        return volume_prices_for(self.request.features)  # type: ignore[attr-defined]

    def cart(self) -> Cart:
        return get_cart(self.person, self.company)

    def contents(self, **extra: Any) -> Response:
        """The whole cart, as every change of it answers."""
        read = read_cart(self.cart(), volume_in=self.volume_in)
        return Response({**CartSerializer(read).data, **extra})

    def put_in(self, wanted: list[dict[str, Any]]) -> Response:
        """What can go in goes in; what cannot is told with its number and reason."""
        cart = self.cart()
        entered = [
            EnteredLine(line_no=number, sku=line["sku"], quantity=line["quantity"], problem=None, raw=line["sku"])
            for number, line in enumerate(wanted, start=1)
        ]
        resolved = resolve_lines(entered, company=self.company, cart=cart, volume_in=self.volume_in)
        add_to_cart(cart, {line.product.pk: line.quantity for line in resolved.good})
        rejected = [
            {"line": line.line_no, "sku": line.sku, "reason": str(getattr(line.problem, "message", line.problem))}
            for line in resolved.bad
        ]
        return self.contents(added=len(resolved.good), rejected=rejected)


class CartContents(CartView):
    """What the person is about to order for the company."""

    @extend_schema(responses=CartSerializer)
    def get(self, request: Request) -> Response:
        return self.contents()

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        empty_cart(self.cart())
        return Response(status=status.HTTP_204_NO_CONTENT)


class CartLines(CartView):
    @extend_schema(request=WantedLinesSerializer, responses=CartSerializer)
    def post(self, request: Request) -> Response:
        serializer = WantedLinesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return self.put_in(serializer.validated_data["lines"])


class CartLine(CartView):
    def product_id(self, sku: str) -> int:
        found = self.cart().lines.filter(product__sku__iexact=sku).values_list("product_id", flat=True).first()
        if found is None:
            raise NotFound
        return found

    @extend_schema(request=QuantitySerializer, responses=CartSerializer)
    def patch(self, request: Request, sku: str) -> Response:
        serializer = QuantitySerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        product_id, quantity = self.product_id(sku), serializer.validated_data["quantity"]
        if quantity:
            set_quantity(self.cart(), product_id, quantity)
        else:
            remove_from_cart(self.cart(), product_id)
        return self.contents()

    @extend_schema(responses=CartSerializer)
    def delete(self, request: Request, sku: str) -> Response:
        remove_from_cart(self.cart(), self.product_id(sku))
        return self.contents()


class QuickOrder(CartView):
    """Many item numbers at once, for those who have quick order."""

    permission_classes = [*CompanyView.permission_classes, HasFeature.for_("quick_order"), MayOrder]

    @extend_schema(request=WantedLinesSerializer, responses=CartSerializer)
    def get(self, request: Request) -> Response:
        return Response({"max_lines": 1000})

    @extend_schema(request=WantedLinesSerializer, responses=CartSerializer)
    def post(self, request: Request) -> Response:
        serializer = WantedLinesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return self.put_in(serializer.validated_data["lines"])
