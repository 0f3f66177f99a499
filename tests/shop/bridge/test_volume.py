from __future__ import annotations

import pytest

from segmentation.public import features_for, profile_of
from segmentation.testing import override_features
from shop.segmentation_bridge.volume import volume_prices_for
from tests.factories import CompanyFactory, ProductFactory
from tests.shop.orders.conftest import make_buyer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("enabled", [True, False])
def test_volume_prices_count_where_the_feature_is_on(enabled):
    with override_features(volume_prices=enabled):
        assert volume_prices_for(features_for(CompanyFactory().number))("chairs") is enabled


def test_a_company_nobody_knows_has_no_volume_prices():
    assert volume_prices_for(features_for("nobody"))("chairs") is False


def test_an_order_gives_its_company_a_profile_once_it_is_committed(django_capture_on_commit_callbacks):
    buyer = make_buyer().put(ProductFactory(price="10.00", available=9))
    assert profile_of(buyer.member.company.number) is None

    with django_capture_on_commit_callbacks(execute=True):
        buyer.order()

    assert profile_of(buyer.member.company.number) is not None
