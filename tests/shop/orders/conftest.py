from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from shop.cart.models import Cart
from shop.companies.models import Address, CompanyMember
from shop.orders.models import Order
from shop.orders.services import place_order
from tests.factories import AddressFactory, CartFactory, CartLineFactory, CompanyMemberFactory

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def always(category: str) -> bool:
    return True


@dataclass
class Buyer:
    """A person at a company with a cart and an address, ready to order."""

    member: CompanyMember
    cart: Cart
    address: Address

    def put(self, product: Any, quantity: int = 1) -> Buyer:
        CartLineFactory(cart=self.cart, product=product, quantity=quantity)
        return self

    def order(self, **changes: Any) -> Order:
        facts: dict[str, Any] = {
            "by": self.member.user,
            "at": AT,
            "submission": uuid4(),
            "address": self.address,
            "volume_in": always,
        }
        return place_order(self.cart, **(facts | changes))


def make_buyer(**member: Any) -> Buyer:
    joined = CompanyMemberFactory(**member)
    return Buyer(
        member=joined,
        cart=CartFactory(user=joined.user, company=joined.company),
        address=AddressFactory(company=joined.company),
    )


@pytest.fixture
def buyer() -> Buyer:
    return make_buyer()


@pytest.fixture
def another_buyer() -> Callable[..., Buyer]:
    return make_buyer
