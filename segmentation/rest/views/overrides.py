from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.locks import lock_customers
from segmentation.models import FeatureOverride, SwitchState
from segmentation.models.profiles import KEY_LENGTH
from segmentation.parameters import ParameterError
from segmentation.rest.access import PluginView, readable_key
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.features import (
    OVERRIDE_EXAMPLES,
    FeatureOverrideSerializer,
    OverrideFilterSerializer,
    SetOverrideSerializer,
    WhySerializer,
)
from segmentation.rest.services.write_attributes import known_companies
from segmentation.rest.versions import IF_MATCH, require_version, versioned
from segmentation.rest.views.feature_rules import unfit_parameters
from segmentation.rest.views.features import feature_or_404, refuse_without_draft
from segmentation.rest.views.memberships import with_names
from segmentation.rest.views.paging import PagedView
from segmentation.services.publish import override_payload
from segmentation.services.set_feature_override import set_feature_override

LOOK = Need(Scope.FEATURES_READ, "view_featureoverride")
CHANGE = Need(Scope.FEATURES_WRITE, "change_featureoverride")


class Overrides(PagedView):
    """Features switched for single companies by hand, in the order in which they were first set."""

    tag = "overrides"
    needs = {"GET": LOOK}
    queryset = FeatureOverride.objects.none()
    serializer_class = FeatureOverrideSerializer

    @described(
        operation_id="list_overrides",
        parameters=[OverrideFilterSerializer],
        responses=FeatureOverrideSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        wish = OverrideFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        rows = FeatureOverride.objects.filter(**wish.validated_data)
        return self.page(request, rows, lambda page: FeatureOverrideSerializer(with_names(page), many=True).data)


class OverrideDetail(PluginView):
    """A feature switched for one company by hand, against whatever its segments say."""

    tag = "overrides"
    needs = {"GET": LOOK, "PUT": CHANGE, "DELETE": CHANGE}

    @described(operation_id="get_override", responses=FeatureOverrideSerializer)
    def get(self, request: Request, customer_key: str, feature: str) -> Response:
        return answer_override(company_or_404(customer_key), feature)

    @described(
        operation_id="set_override",
        parameters=[IF_MATCH],
        request=SetOverrideSerializer,
        responses=FeatureOverrideSerializer,
        examples=OVERRIDE_EXAMPLES,
    )
    @once
    def put(self, request: Request, customer_key: str, feature: str) -> Response:
        """Switch it on or off for the company, until an end or until it is taken back."""
        declared, company = feature_or_404(feature), company_or_404(customer_key)
        sent = SetOverrideSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        state = SwitchState.ON if facts.pop("enabled") else SwitchState.OFF
        refuse_without_draft()
        with transaction.atomic():
            lock_customers([company])
            require_version(request, edition_of(find_override(company, feature)))
            try:
                set_feature_override(
                    feature=declared.key, customer_key=company, state=state, actor=self.person, **facts
                )
            except ParameterError as error:
                raise unfit_parameters(error) from error
            return answer_override(company, feature)

    @described(operation_id="drop_override", parameters=[WhySerializer, IF_MATCH], request=None, responses={204: None})
    @once
    def delete(self, request: Request, customer_key: str, feature: str) -> Response:
        """Take it back: the company's segments decide again."""
        declared, company = feature_or_404(feature), company_or_404(customer_key)
        wish = WhySerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        refuse_without_draft()
        with transaction.atomic():
            lock_customers([company])
            require_version(request, edition_of(find_override(company, feature)))
            set_feature_override(
                feature=declared.key,
                customer_key=company,
                state=SwitchState.INHERIT,
                actor=self.person,
                reason=wish.validated_data["reason"],
            )
        return Response(status=status.HTTP_204_NO_CONTENT)


def company_or_404(customer_key: str) -> str:
    key = readable_key(customer_key)
    if len(key) > KEY_LENGTH or key not in known_companies([key]):
        raise NotFound
    return key


def find_override(customer_key: str, feature: str) -> FeatureOverride | None:
    return FeatureOverride.objects.filter(customer_key=customer_key, feature=feature).first()


def edition_of(override: FeatureOverride | None) -> Any:
    return None if override is None else override_payload(override)


def answer_override(customer_key: str, feature: str) -> Response:
    override = find_override(customer_key, feature_or_404(feature).key)
    if override is None:
        raise NotFound
    [named] = with_names([override])
    return versioned(FeatureOverrideSerializer(named).data, edition=edition_of(override))
