from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from shop.cart.models import Cart, CartLine


class CartFactory(DjangoModelFactory):
    class Meta:
        model = Cart

    company = factory.SubFactory("tests.factories.companies.CompanyFactory")
    user = factory.SubFactory("tests.factories.companies.UserFactory")


class CartLineFactory(DjangoModelFactory):
    class Meta:
        model = CartLine

    cart = factory.SubFactory(CartFactory)
    product = factory.SubFactory("tests.factories.catalogue.ProductFactory")
    quantity = 1
