from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import CustomerProfile
from segmentation.rest.access import PluginView, readable_key
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.selectors.profile_rows import find_profiles, profile_rows
from segmentation.rest.serializers.profiles import ProfileFilterSerializer, ProfileSerializer
from segmentation.rest.views.paging import PagedView

NEEDS = {"GET": Need(Scope.PROFILES_READ, "view_customerprofile")}


class Profiles(PagedView):
    """How companies buy, by key; narrowed down by class, activity and segment."""

    tag = "profiles"
    needs = NEEDS
    ordering = "customer_key"
    queryset = CustomerProfile.objects.none()
    serializer_class = ProfileSerializer

    @described(
        operation_id="list_profiles", parameters=[ProfileFilterSerializer], responses=ProfileSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        wish = ProfileFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        now = timezone.now()

        def told(page: Any) -> Any:
            return ProfileSerializer(profile_rows([row.pk for row in page], now=now), many=True).data

        return self.page(request, find_profiles(now=now, **wish.validated_data), told)


class ProfileDetail(PluginView):
    """How one company buys."""

    tag = "profiles"
    needs = NEEDS

    @described(operation_id="get_profile", responses=ProfileSerializer)
    def get(self, request: Request, customer_key: str) -> Response:
        rows = profile_rows([readable_key(customer_key)], now=timezone.now())
        if not rows:
            raise NotFound
        return Response(ProfileSerializer(rows[0]).data)
