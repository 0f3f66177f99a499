from __future__ import annotations

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.registry import dimensions
from segmentation.rest.access import PluginView
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.dimensions import DimensionFilterSerializer, DimensionSerializer

NEEDS = {"GET": Need(Scope.PROFILES_READ, "view_customerprofile")}


class Dimensions(PluginView):
    """Every dimension that there is, in the order in which admins see them."""

    tag = "dimensions"
    needs = NEEDS

    @described(
        operation_id="list_dimensions",
        parameters=[DimensionFilterSerializer],
        responses=DimensionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        wish = DimensionFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        family = wish.validated_data.get("family")
        wanted = [dimension for dimension in dimensions if family in (None, dimension.family)]
        return Response(DimensionSerializer(wanted, many=True).data)


class DimensionDetail(PluginView):
    """One dimension."""

    tag = "dimensions"
    needs = NEEDS

    @described(operation_id="get_dimension", responses=DimensionSerializer)
    def get(self, request: Request, key: str) -> Response:
        if key not in dimensions:
            raise NotFound
        return Response(DimensionSerializer(dimensions.get(key)).data)
