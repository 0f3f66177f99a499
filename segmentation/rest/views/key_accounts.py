from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import CompanyAttributes
from segmentation.models.key_account_facts import Group
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.key_accounts import KeyAccountFilterSerializer, KeyAccountSerializer
from segmentation.rest.views.paging import PagedView
from segmentation.selectors.key_accounts import companies_of, key_account_rows, known_places


class KeyAccounts(PagedView):
    """Who is a key account, who might be one and why, and what speaks against those that are."""

    tag = "key accounts"
    needs = {"GET": Need(Scope.PROFILES_READ, "view_keyaccount")}
    queryset = CompanyAttributes.objects.none()
    serializer_class = KeyAccountSerializer

    @described(
        operation_id="list_key_accounts",
        parameters=[KeyAccountFilterSerializer],
        responses=KeyAccountSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        wish = KeyAccountFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        today = timezone.localdate()
        context = {"places": known_places()}

        def told(page: Any) -> Any:
            return KeyAccountSerializer(key_account_rows(page, today=today), many=True, context=context).data

        return self.page(request, companies_of(Group(wish.validated_data["group"]), today=today), told)
