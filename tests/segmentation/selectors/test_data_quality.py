from __future__ import annotations

import pytest

from segmentation.dimension import Dimension, Kind
from segmentation.models import AttributeColumn, CompanyAttributes
from segmentation.registry import dimensions
from segmentation.selectors.data_quality import Coverage, count_companies
from tests.segmentation.admin.rows import AT, make_profile

SIZE = Dimension(key="size", label="Size", kind=Kind.NUMBER)


@pytest.mark.parametrize(
    ("known", "companies", "percent"), [(0, 0, 0), (0, 5, 100), (5, 5, 0), (999, 1000, 1), (1, 1000, 99), (1, 4, 75)]
)
def test_share_is_never_rounded_to_all_or_nothing(known: int, companies: int, percent: int) -> None:
    assert Coverage(dimension=SIZE, known=known, companies=companies).unknown_percent == percent


@pytest.mark.django_db
def test_companies_without_a_value_or_without_any_attributes_are_unknown() -> None:
    AttributeColumn.objects.filter(dimension="headcount").delete()
    AttributeColumn.objects.create(dimension="headcount", column="number_64")
    for key, headcount in (("a", 5), ("b", None), ("c", 0)):
        make_profile(key)
        CompanyAttributes.objects.create(pk=key, number_64=headcount, updated_at=AT)
    make_profile("d", buyclass="new")

    counts = count_companies()

    found = {one.dimension.key: (one.known, one.companies) for one in counts.coverage}
    assert found["headcount"] == (2, 4)
    assert (counts.companies, counts.classes) == (4, {"routine": 3, "major": 0, "new": 1})


@pytest.mark.django_db
def test_dimension_without_a_column_is_known_of_nobody(request: pytest.FixtureRequest) -> None:
    dimensions.register(SIZE)
    request.addfinalizer(lambda: dimensions.unregister("size"))
    make_profile("a")

    found = {one.dimension.key: one.known for one in count_companies().coverage}

    assert found["size"] == 0
