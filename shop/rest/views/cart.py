from __future__ import annotations

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.permissions import HasFeature
from shop.cart.lines_text import EnteredLine, parse_lines
from shop.cart.models import Cart, CartLine
from shop.cart.selectors import get_cart, look_into_cart, read_cart
from shop.cart.services import empty_cart, remove_from_cart, set_quantity
from shop.catalogue.models import Product
from shop.catalogue.quantities import quantity_problem
from shop.rest.access import ActsForCompany, CompanyMayOrder, CompanyView, MayOrder
from shop.rest.cart_lines import entered_lines, put_in_cart
from shop.rest.idempotency import IDEMPOTENCY_KEY, answer_once
from shop.rest.serializers.cart import (
    AddedLinesSerializer,
    CartSerializer,
    EnteredLinesSerializer,
    QuantitySerializer,
    WantedLinesSerializer,
)


class CartView(CompanyView):
    """A view of the person's own cart for the company of the request."""

    permission_classes = [*CompanyView.permission_classes, CompanyMayOrder]

    def cart(self) -> Cart:
        return get_cart(self.person, self.company)

    def contents(self, cart: Cart) -> Response:
        return Response(CartSerializer(read_cart(cart, volume_in=self.volume_in)).data)

    def put_in(self, entered: Sequence[EnteredLine], *, only_check: bool = False) -> Response:
        """Answers 200 as soon as one line could go in, and 422 where none could."""
        cart = self.cart()

        def answer() -> Response:
            result = put_in_cart(entered, cart=cart, volume_in=self.volume_in, only_check=only_check)
            code = status.HTTP_200_OK if result.accepted else status.HTTP_422_UNPROCESSABLE_ENTITY
            return Response(AddedLinesSerializer(result).data, status=code)

        return answer() if only_check else answer_once(self.request, cart, answer)


class CartContents(CartView):
    """What the person is about to order for the company."""

    @extend_schema(responses=CartSerializer)
    def get(self, request: Request) -> Response:
        return self.contents(look_into_cart(self.person, self.company))

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        empty_cart(self.cart())
        return Response(status=status.HTTP_204_NO_CONTENT)


class CartLines(CartView):
    """Items on top of what is in the cart, up to a thousand lines at once."""

    @extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        request=WantedLinesSerializer,
        responses={200: AddedLinesSerializer, 422: AddedLinesSerializer},
    )
    def post(self, request: Request) -> Response:
        wanted = WantedLinesSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return self.put_in(entered_lines(wanted.validated_data["lines"]))


class CartLineOfProduct(CartView):
    """The line of the cart with this item."""

    @extend_schema(request=QuantitySerializer, responses=CartSerializer)
    def patch(self, request: Request, sku: str) -> Response:
        """Another quantity; 0 takes the item out."""
        cart = self.cart()
        product = product_in(cart, sku)
        wanted = QuantitySerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        quantity = wanted.validated_data["quantity"]
        if not quantity:
            remove_from_cart(cart, product.pk)
        elif problem := quantity_problem(product, quantity):
            raise ValidationError({"quantity": [problem.message]}, code=problem.code)
        else:
            set_quantity(cart, product.pk, quantity)
        return self.contents(cart)

    @extend_schema(responses=CartSerializer)
    def delete(self, request: Request, sku: str) -> Response:
        cart = self.cart()
        remove_from_cart(cart, product_in(cart, sku).pk)
        return self.contents(cart)


class QuickOrder(CartView):
    """Many item numbers at once, also as a pasted text, for those who have quick order."""

    permission_classes = [
        IsAuthenticated, ActsForCompany, HasFeature.for_("quick_order"), MayOrder, CompanyMayOrder,
    ]  # fmt: skip

    @extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        request=EnteredLinesSerializer,
        responses={200: AddedLinesSerializer, 422: AddedLinesSerializer},
    )
    def post(self, request: Request) -> Response:
        sent = EnteredLinesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        entered = parse_lines(facts["text"]) if facts["text"] else entered_lines(facts["lines"])
        return self.put_in(entered, only_check=facts["only_check"])


def product_in(cart: Cart, sku: str) -> Product:
    """The product with this item number, if it is in this cart; nobody else's cart is looked at."""
    lines = CartLine.objects.filter(cart=cart, product__sku__iexact=sku).select_related("product")
    line = lines.first() if sku.isprintable() else None
    if line is None:
        raise NotFound
    return line.product
