from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser

from shop.cart.models import Cart, CartLine
from shop.cart.problems import line_problems
from shop.catalogue.models import Product
from shop.catalogue.quantities import Problem
from shop.companies.models import Company, User
from shop.pricing.selectors import LinePrice, VolumeIn, price_lines
from shop.pricing.totals import Totals, order_totals
from shop.stock.selectors import stock_of


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line of the cart as it would be ordered now; without a price it is no longer for sale."""

    product: Product
    quantity: int
    price: LinePrice | None
    available: int
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class CartContents:
    """The whole cart, what it comes to, and whether every line can be ordered."""

    lines: list[CartItem]
    totals: Totals
    can_order: bool


def get_cart(user: User, company: Company) -> Cart:
    """The person's cart for this company, made if there is none yet."""
    cart, _created = Cart.objects.get_or_create(user=user, company=company)
    cart.user, cart.company = user, company
    return cart


def look_into_cart(user: User, company: Company) -> Cart:
    """The person's cart for reading: where there is none yet, an empty one, so that looking writes nothing."""
    cart = Cart.objects.filter(user=user, company=company).first() or Cart(pk=0)
    cart.user, cart.company = user, company
    return cart


def cart_count(user: User | AnonymousUser, company: Company | None) -> int:
    """How many different products are in the person's cart for this company."""
    if company is None or not user.is_authenticated:
        return 0
    return CartLine.objects.filter(cart__user=user, cart__company=company).count()


def read_cart(cart: Cart, *, volume_in: VolumeIn) -> CartContents:
    """Everything in the cart at the prices and the stock of now; four queries for any number of lines."""
    lines = list(cart.lines.select_related("product__brand", "product__category").prefetch_related("product__pictures"))
    products = [line.product for line in lines]
    prices = price_lines(
        {line.product_id: line.quantity for line in lines},
        company=cart.company,
        volume_in=volume_in,
        categories={product.pk: product.category.slug for product in products},
    )
    stock = stock_of(product.pk for product in products)
    items = []
    for line in lines:
        price, on_hand = prices.get(line.product_id), stock[line.product_id]
        items.append(
            CartItem(
                product=line.product,
                quantity=line.quantity,
                price=price,
                available=on_hand.available,
                problems=line_problems(line.product, line.quantity, price=price, stock=on_hand),
            )
        )
    net = sum((price.line_total for price in prices.values()), Decimal("0.00"))
    return CartContents(
        lines=items,
        totals=order_totals(net),
        can_order=bool(items) and not any(item.problems for item in items),
    )
