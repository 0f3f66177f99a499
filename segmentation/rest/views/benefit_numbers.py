"""How much of each benefit products give, and how much each matters to companies, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import CompanyBenefits, ProductBenefit
from segmentation.rest.idempotency import once
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.benefit_numbers import (
    SCORE_EXAMPLES,
    SURVEY_EXAMPLES,
    NumbersWrittenSerializer,
    ProductScoreSerializer,
    SurveySerializer,
    WriteScoresSerializer,
    WriteSurveysSerializer,
)
from segmentation.rest.views.paging import PagedView
from segmentation.selectors.benefit_numbers import COMPANIES, PRODUCTS, NumberKind
from segmentation.services.check_benefit_numbers import GivenRow, NumberProblem, check_benefit_numbers
from segmentation.services.set_benefit_numbers import set_benefit_numbers

EVERY = ("add", "change", "delete")


class NumbersView(PagedView):
    """One of the two tables of numbers."""

    tag = "benefits"
    stored_as: str
    """The name of the model, as permissions have it."""

    def check_permissions(self, request: Request) -> None:
        """Writing adds, changes and takes away, so it takes all three, as a table in the admin does."""
        super().check_permissions(request)
        needed = [f"segmentation.{verb}_{self.stored_as}" for verb in EVERY]
        if request.method == "PUT" and not request.user.has_perms(needed):
            raise PermissionDenied(_("You may change these, but not add and take away any."), code="no_permission")

    @transaction.atomic
    def put_numbers(self, rows: Iterable[tuple[str, Any]], kind: NumberKind, *, system: str, within: str) -> Response:
        """Store what fits of these rows, and tell what does not, by where it stands in the list `within`."""
        given = [GivenRow(place=place, key=key, numbers=numbers) for place, (key, numbers) in enumerate(rows)]
        found = check_benefit_numbers(given, kind)
        changed = set_benefit_numbers(found.changes, kind, actor=self.person, detail=system)
        problems = [{"path": _path(within, one), "message": one.message} for one in found.problems]
        told = {"changed": changed, "refused": len(problems), "problems": problems}
        return Response(NumbersWrittenSerializer(told).data)


class ProductScores(NumbersView):
    """How much of each benefit products give: what lists are ranked by."""

    stored_as = "productbenefit"

    needs = {
        "GET": Need(Scope.PROFILES_READ, "view_productbenefit"),
        "PUT": Need(Scope.ATTRIBUTES_WRITE, "change_productbenefit"),
    }
    queryset = ProductBenefit.objects.none()
    serializer_class = ProductScoreSerializer

    @described(operation_id="list_product_scores", responses=ProductScoreSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = ProductBenefit.objects.select_related("benefit")
        return self.page(request, rows, lambda page: ProductScoreSerializer(page, many=True).data)

    @described(
        operation_id="put_product_scores",
        request=WriteScoresSerializer,
        responses=NumbersWrittenSerializer,
        examples=SCORE_EXAMPLES,
    )
    @once
    def put(self, request: Request) -> Response:
        """Write scores of up to a thousand products; what is not named stays, and one bad number stops no other."""
        sent = WriteScoresSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        rows = [(one["sku"], one["numbers"]) for one in sent.validated_data["products"]]
        return self.put_numbers(rows, PRODUCTS, system=sent.validated_data["system"], within="products")


class BenefitSurveys(NumbersView):
    """How much each benefit matters to companies, as they said when they were asked."""

    stored_as = "companybenefits"

    needs = {
        "GET": Need(Scope.PROFILES_READ, "view_companybenefits"),
        "PUT": Need(Scope.ATTRIBUTES_WRITE, "change_companybenefits"),
    }
    ordering = "customer_key"
    queryset = CompanyBenefits.objects.none()
    serializer_class = SurveySerializer

    @described(operation_id="list_benefit_surveys", responses=SurveySerializer(many=True))
    def get(self, request: Request) -> Response:
        return self.page(request, CompanyBenefits.objects.all(), lambda page: SurveySerializer(page, many=True).data)

    @described(
        operation_id="put_benefit_surveys",
        request=WriteSurveysSerializer,
        responses=NumbersWrittenSerializer,
        examples=SURVEY_EXAMPLES,
    )
    @once
    def put(self, request: Request) -> Response:
        """Write weights of up to a thousand companies; what is not named stays, and one bad number stops no other."""
        sent = WriteSurveysSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        rows = [(one["customer_key"], one["numbers"]) for one in sent.validated_data["companies"]]
        return self.put_numbers(rows, COMPANIES, system=sent.validated_data["system"], within="companies")


def _path(within: str, problem: NumberProblem) -> list[str | int]:
    return [within, problem.place, *(["numbers", problem.benefit] if problem.benefit else [])]
