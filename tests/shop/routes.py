"""Every route of the storefront and the API, and how the things of a company stand in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from shop.catalogue.models import Product
from shop.companies.models import Address, CompanyMember
from shop.orders.models import Order

OF_THE_STAFF = ("admin/", "cms/", "api/segmentation/")
PAGE = "a-quiet-room"
SET = uuid5(NAMESPACE_URL, f"{PAGE}/0")
"""The first block of that page, as the fixtures of inspiration pages make it."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Holdings:
    """What a company has in the shop; the product is in the member's cart and in the order."""

    member: CompanyMember
    order: Order
    address: Address
    product: Product


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    parameters: int


OWNED: dict[str, Callable[[Holdings], list[Any]]] = {
    "address": lambda own: [own.address.pk],
    "address-delete": lambda own: [own.address.pk],
    "cart-line": lambda own: [own.product.pk],
    "order": lambda own: [own.order.number],
    "order-cancel": lambda own: [own.order.number],
    "order-placed": lambda own: [own.order.number],
    "reorder": lambda own: [own.order.number],
    "api-address": lambda own: [own.address.pk],
    "api-cart-line": lambda own: [own.product.sku],
    "api-order": lambda own: [own.order.number],
    "api-order-cancel": lambda own: [own.order.number],
    "api-order-reorder": lambda own: [own.order.number],
    "api-switch-company": lambda own: [own.member.company.number],
}
"""Routes that name something of a company, and how; a stranger's must not be there for anybody else."""

SHARED: dict[str, Callable[[Holdings], list[Any]]] = {
    "category": lambda own: [own.product.category.slug],
    "product": lambda own: [own.product.slug],
    "api-product": lambda own: [own.product.sku],
    "inspiration-page": lambda _own: [PAGE],
    "inspiration-add-set": lambda _own: [PAGE, str(SET)],
    "wagtail_serve": lambda _own: ["no/such/page/"],
    "password_reset_confirm": lambda own: [str(own.member.user_id), "no-such-token"],
}
"""Routes that name what is everybody's, or nobody's without the secret that was mailed."""

NOTHING: dict[str, list[Any]] = {
    "address": [987654321],
    "address-delete": [987654321],
    "cart-line": [987654321],
    "api-address": [987654321],
}
"""What never existed, for the routes that take a number; the others take the text below."""


def routes() -> list[Route]:
    """Every route of the storefront and the API; the staff's own sites have their own log-ins."""
    return [route for route in _walk(get_resolver().url_patterns) if not route.path.startswith(OF_THE_STAFF)]


def _walk(patterns: Sequence[Any], path: str = "", parameters: int = 0) -> Iterator[Route]:
    for entry in patterns:
        here = path + str(entry.pattern)
        count = parameters + entry.pattern.regex.groups
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, here, count)
        elif isinstance(entry, URLPattern):
            yield Route(name=entry.name or here, path=here, parameters=count)


def url_of(name: str, own: Holdings) -> str:
    """The address of a route with the holdings' own things in it."""
    return reverse(name, args=(OWNED | SHARED).get(name, lambda _own: [])(own))


def url_of_nothing(name: str) -> str:
    return reverse(name, args=NOTHING.get(name, ["no-such-thing"]))


def send(client: Client, method: str, url: str, *, sku: str = "NO-SUCH") -> HttpResponseBase:
    """A request with a body that would be understood."""
    facts = {"quantity": 3, "city": "Elsewhere", "lines": [{"line": 1, "sku": sku, "quantity": 3}]}
    if url.startswith("/api/"):
        return client.generic(method, url, json.dumps(facts), content_type="application/json")
    return client.generic(
        method, url, f"quantity=3&city=Elsewhere&lines={sku}", content_type="application/x-www-form-urlencoded"
    )
