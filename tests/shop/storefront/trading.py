"""What the tests of the trading pages start from: somebody who buys, goods, a filled cart, an old order."""

from __future__ import annotations

from decimal import Decimal

from django.test import Client

from segmentation.models import NearbyItem
from shop.cart.models import Cart, CartLine
from shop.catalogue.models import Product
from shop.companies.models import Company, CompanyMember
from shop.orders.models import Order
from shop.segmentation_bridge.places import places_of
from tests.factories import (
    BrandFactory,
    CategoryFactory,
    CompanyMemberFactory,
    OrderFactory,
    OrderLineFactory,
    PriceFactory,
    ProductFactory,
)

HTMX = {"HX-Request": "true"}


def log_in(member: CompanyMember | None = None) -> tuple[Client, CompanyMember]:
    """A browser in which this member, or a new buyer, is logged in."""
    member = member or CompanyMemberFactory()
    client = Client()
    client.force_login(member.user)
    return client, member


def make_goods(count: int, *, price: str = "10.00", available: int = 100, **fields: object) -> list[Product]:
    """Products of one category that can be bought."""
    category, brand = CategoryFactory(), BrandFactory()
    return [
        ProductFactory(category=category, brand=brand, price=Decimal(price), available=available, **fields)
        for _number in range(count)
    ]


def fill_cart(member: CompanyMember, goods: list[Product], *, quantity: int = 1) -> Cart:
    """The member's cart with these goods in it."""
    cart, _created = Cart.objects.get_or_create(company=member.company, user=member.user)
    CartLine.objects.bulk_create(CartLine(cart=cart, product=product, quantity=quantity) for product in goods)
    return cart


def in_cart(member: CompanyMember) -> dict[int, int]:
    """How many of each product are in the member's cart."""
    lines = CartLine.objects.filter(cart__company=member.company, cart__user=member.user)
    return dict(lines.values_list("product_id", "quantity"))


def old_order(member: CompanyMember, goods: list[Product], *, quantity: int = 2, **fields: object) -> Order:
    """An order of the member's company with these goods, bought at 10.00 each."""
    order = OrderFactory(company=member.company, placed_by=member.user, **fields)
    for position, product in enumerate(goods, start=1):
        OrderLineFactory(order=order, position=position, product=product, quantity=quantity)
    return order


def volume_price(product: Product, *, from_quantity: int, unit_price: str) -> None:
    PriceFactory(product=product, from_quantity=from_quantity, unit_price=Decimal(unit_price))


def shown_nearby(company: Company, *goods: Product, tier: str = "region") -> None:
    """These goods, in this order, as what companies near this one buy."""
    cell = places_of([company.number])[company.number].cell
    NearbyItem.objects.bulk_create(
        NearbyItem(cell=cell, sku=product.sku, rank=rank, tier=tier) for rank, product in enumerate(goods, start=1)
    )
