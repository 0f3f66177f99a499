from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.permissions import HasFeature
from shop.cart.selectors import get_cart
from shop.companies.models import Company
from shop.orders.models import Channel, Order, OrderState
from shop.orders.origin import OrderOrigin
from shop.orders.selectors import ReorderLine, order_of, orders_of, reorder_check
from shop.orders.services import change_state, place_order
from shop.rest.access import ActsForCompany, CompanyMayOrder, CompanyView, MayOrder
from shop.rest.idempotency import IDEMPOTENCY_KEY
from shop.rest.reordering import chosen_lines, numbered
from shop.rest.serializers.cart import AddedLinesSerializer
from shop.rest.serializers.orders import (
    CheckoutSerializer,
    ChosenLinesSerializer,
    OrderDetailSerializer,
    OrderFilterSerializer,
    OrderSerializer,
    ReorderLineSerializer,
)
from shop.rest.views.cart import CartView


class Orders(CompanyView, generics.GenericAPIView[Order]):
    """The company's orders, newest first; POST turns the cart into one."""

    queryset = Order.objects.none()
    serializer_class = OrderSerializer
    permission_classes = [*CompanyView.permission_classes, CompanyMayOrder]

    @extend_schema(parameters=[OrderFilterSerializer], responses=OrderSerializer(many=True))
    def get(self, request: Request) -> Response:
        wanted = OrderFilterSerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        page = self.paginate_queryset(orders_of(self.company).filter(**wanted.validated_data))
        return self.get_paginated_response(OrderSerializer(page or [], many=True).data)

    @extend_schema(request=CheckoutSerializer, responses={201: OrderDetailSerializer})
    def post(self, request: Request) -> Response:
        sent = CheckoutSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts: dict[str, Any] = dict(sent.validated_data)
        address = self.company.addresses.filter(pk=facts.pop("address")).first()
        if address is None:
            raise ValidationError({"address": [_("Choose one of the company's addresses.")]})
        told = {name: facts.pop(name) for name in ("channel", "quote_number") if name in facts}
        if told and not self.person.has_perm("shop_orders.change_order"):
            raise PermissionDenied(_("Only our own staff can say how an order came in."))
        order = place_order(
            get_cart(self.person, self.company),
            by=self.person,
            at=timezone.now(),
            address=address,
            volume_in=self.volume_in,
            origin=OrderOrigin(**{"channel": Channel.EDI, **told}),
            **facts,
        )
        return Response(OrderDetailSerializer(order).data, status=status.HTTP_201_CREATED)


class OrderDetail(CompanyView):
    @extend_schema(responses=OrderDetailSerializer)
    def get(self, request: Request, number: str) -> Response:
        return Response(OrderDetailSerializer(order_or_404(self.company, number)).data)


class CancelOrder(CompanyView):
    """Calls off an order that was not sent yet; its goods are back in stock."""

    @extend_schema(request=None, responses=OrderSerializer)
    def post(self, request: Request, number: str) -> Response:
        order = order_or_404(self.company, number)
        change_state(order, OrderState.CANCELLED, by=self.person, at=timezone.now())
        return Response(OrderSerializer(order).data)


class Reorder(CartView):
    """An earlier order looked at again: what still holds, what changed, what is gone."""

    permission_classes = [IsAuthenticated, ActsForCompany, HasFeature.for_("reorder"), MayOrder, CompanyMayOrder]

    @extend_schema(responses=ReorderLineSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        return Response(ReorderLineSerializer(numbered(self.checks(number)), many=True).data)

    @extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        request=ChosenLinesSerializer,
        responses={200: AddedLinesSerializer, 422: AddedLinesSerializer},
    )
    def post(self, request: Request, number: str) -> Response:
        """Puts the chosen lines into the cart, on top of what is there."""
        checks = self.checks(number)
        chosen = ChosenLinesSerializer(data=request.data)
        chosen.is_valid(raise_exception=True)
        return self.put_in(chosen_lines(checks, chosen.validated_data["lines"]))

    def checks(self, number: str) -> list[ReorderLine]:
        order = order_or_404(self.company, number)
        return reorder_check(order, company=self.company, volume_in=self.volume_in)


def order_or_404(company: Company, number: str) -> Order:
    """The company's own order; another company's counts as not there."""
    order = order_of(company, number)
    if order is None:
        raise NotFound
    return order
