from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.rest.permissions import HasFeature
from shop.cart.selectors import get_cart
from shop.orders.models import Order, OrderState
from shop.orders.selectors import order_of, orders_of, reorder_check
from shop.orders.services import CannotOrderError, InvalidStepError, change_state, place_order
from shop.rest.access import CompanyView, MayOrder
from shop.rest.serializers import (
    CheckoutSerializer,
    OrderDetailSerializer,
    OrderFilterSerializer,
    OrderSerializer,
    ReorderLineSerializer,
)
from shop.segmentation_bridge.volume import volume_prices_for
from shop.stock.services import OutOfStockError


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class OrderView(CompanyView):
    permission_classes = [*CompanyView.permission_classes, MayOrder]

    def order(self, number: str) -> Order:
        order = order_of(self.company, number)
        if order is None:
            raise NotFound
        return order


class Orders(OrderView, generics.GenericAPIView[Order]):
    """The company's orders; POST turns the cart into one. The same `submission` again gives the same order."""

    serializer_class = OrderSerializer

    @extend_schema(parameters=[OrderFilterSerializer], responses=OrderSerializer(many=True))
    def get(self, request: Request) -> Response:
        wanted = OrderFilterSerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        page = self.paginate_queryset(orders_of(self.company).filter(**wanted.validated_data)) or []
        return self.get_paginated_response(OrderSerializer(page, many=True).data)

    @extend_schema(request=CheckoutSerializer, responses={201: OrderDetailSerializer})
    def post(self, request: Request) -> Response:
        serializer = CheckoutSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(serializer.validated_data)
        address = self.company.addresses.filter(pk=fields.pop("address")).first()
        if address is None:
            raise ValidationError({"address": [_("This is not one of the company's addresses.")]})
        try:
            order = place_order(
                get_cart(self.person, self.company),
                by=self.person,
                at=timezone.now(),
                address=address,
                volume_in=volume_prices_for(request.features),  # type: ignore[attr-defined]
                **fields,
            )
        except OutOfStockError as error:
            detail = {"detail": _("Some items are no longer available."), "available": error.shortages}
            raise Conflict(detail) from error
        except CannotOrderError as error:
            raise Conflict({"detail": [str(problem.message) for problem in error.problems]}) from error
        return Response(OrderDetailSerializer(order).data, status=status.HTTP_201_CREATED)


class OrderDetail(OrderView):
    @extend_schema(responses=OrderDetailSerializer)
    def get(self, request: Request, number: str) -> Response:
        return Response(OrderDetailSerializer(self.order(number)).data)


class CancelOrder(OrderView):
    @extend_schema(request=None, responses=OrderSerializer)
    def post(self, request: Request, number: str) -> Response:
        order = self.order(number)
        try:
            change_state(order, OrderState.CANCELLED, by=self.person, at=timezone.now())
        except InvalidStepError as error:
            raise Conflict(str(error)) from error
        return Response(OrderSerializer(order).data)


class Reorder(OrderView):
    """An earlier order looked at again: what still holds, what changed, what is gone."""

    permission_classes = [*CompanyView.permission_classes, HasFeature.for_("reorder"), MayOrder]

    @extend_schema(responses=ReorderLineSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        lines = reorder_check(
            self.order(number),
            company=self.company,
            volume_in=volume_prices_for(request.features),  # type: ignore[attr-defined]
        )
        return Response(ReorderLineSerializer(lines, many=True).data)
