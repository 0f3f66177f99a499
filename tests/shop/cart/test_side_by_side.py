from __future__ import annotations

import pytest

from shop.cart.models import CartLine
from shop.cart.selectors import get_cart
from shop.cart.services import add_to_cart
from tests.factories import CartFactory, CompanyFactory, ProductFactory, UserFactory
from tests.shop.orders.conftest import AT
from tests.shop.side_by_side import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_what_is_added_at_once_is_summed():
    cart = CartFactory()
    there, new = ProductFactory(), ProductFactory()
    add_to_cart(cart, {there.pk: 1}, at=AT)

    at_once(*[lambda: add_to_cart(cart, {there.pk: 1, new.pk: 2}, at=AT)] * 5)

    assert dict(CartLine.objects.values_list("product", "quantity")) == {there.pk: 6, new.pk: 10}


def test_two_windows_opened_at_once_share_one_cart():
    user, company = UserFactory(), CompanyFactory()

    carts = at_once(*[lambda: get_cart(user, company)] * 5)

    assert len({cart.pk for cart in carts}) == 1
