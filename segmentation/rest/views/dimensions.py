from __future__ import annotations

from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from segmentation.registry import dimensions
from segmentation.rest.access import PluginView
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.dimensions import DimensionFilterSerializer, DimensionSerializer
from segmentation.rest.versions import IF_NONE_MATCH, versioned

NEEDS = {"GET": Need(Scope.PROFILES_READ, "view_customerprofile")}


class Dimensions(PluginView):
    """Every dimension that there is, in the order in which admins see them."""

    tag = "dimensions"
    needs = NEEDS

    @described(
        operation_id="list_dimensions",
        parameters=[DimensionFilterSerializer, IF_NONE_MATCH],
        responses=DimensionSerializer(many=True),
    )
    def get(self, request: Request) -> object:
        wish = DimensionFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        family = wish.validated_data.get("family")
        wanted = [dimension for dimension in dimensions if family in (None, dimension.family)]
        return versioned(request, DimensionSerializer(wanted, many=True).data)


class DimensionDetail(PluginView):
    """One dimension."""

    tag = "dimensions"
    needs = NEEDS

    @described(operation_id="get_dimension", parameters=[IF_NONE_MATCH], responses=DimensionSerializer)
    def get(self, request: Request, key: str) -> object:
        if key not in dimensions:
            raise NotFound
        return versioned(request, DimensionSerializer(dimensions.get(key)).data)
