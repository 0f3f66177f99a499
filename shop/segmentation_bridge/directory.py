from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse

from segmentation.contracts import CustomerLabel
from segmentation.curated import CuratedRelation
from segmentation.items import ItemFacts
from segmentation.order_facts import OrderFact
from segmentation.order_records import OrderRecord
from segmentation.people import Person
from segmentation.places import Place
from shop.catalogue.models import Category, Product
from shop.companies.models import Company
from shop.segmentation_bridge.attributes import attributes_of
from shop.segmentation_bridge.item_facts import item_facts_of
from shop.segmentation_bridge.item_names import find_items_named, item_names_of
from shop.segmentation_bridge.order_facts import recent_orders_of
from shop.segmentation_bridge.order_records import order_records_of
from shop.segmentation_bridge.people import people_of, person_may
from shop.segmentation_bridge.places import places_of
from shop.segmentation_bridge.product_relations import curated_relations
from shop.segmentation_bridge.value_names import value_names_of


class CompanyDirectory:
    """The shop's companies under their customer numbers, and its categories under their keys."""

    def customer_keys(self) -> Sequence[str]:
        return list(Company.objects.order_by("number").values_list("number", flat=True))

    def labels(self, customer_keys: Sequence[str]) -> Mapping[str, CustomerLabel]:
        companies = Company.objects.filter(number__in=customer_keys).only("number", "name")
        return {company.number: _label(company) for company in companies}

    def search(self, text: str, *, limit: int = 20) -> Sequence[CustomerLabel]:
        """Companies whose name holds every word, or whose number begins with the text; by name."""
        asked = text.replace("\0", "").strip()
        named = Q()
        for word in asked.split():
            named &= Q(name__icontains=word)
        if not asked:
            return []
        found = Company.objects.filter(named | Q(number__istartswith=asked)).order_by("name", "pk")
        return [_label(company) for company in found.only("number", "name")[:limit]]

    def category_labels(self, categories: Sequence[str]) -> Mapping[str, str]:
        return dict(Category.objects.filter(slug__in=categories).order_by().values_list("slug", "name"))

    def customer_since(self, customer_keys: Sequence[str]) -> Mapping[str, date]:
        """The day each company became a customer, where that is known."""
        known = Company.objects.filter(number__in=customer_keys, customer_since__isnull=False).order_by()
        return {number: since for number, since in known.values_list("number", "customer_since") if since}

    def yearly_spend(self, customer_keys: Sequence[str]) -> Mapping[str, Decimal]:
        """What each company spends a year with all its suppliers, where the shop has been told."""
        known = Company.objects.filter(number__in=customer_keys, yearly_spend__isnull=False).order_by()
        return {number: spend for number, spend in known.values_list("number", "yearly_spend") if spend}

    def places(self, customer_keys: Sequence[str]) -> Mapping[str, Place]:
        """Where each company's usual delivery address is, what it does, and whether it takes part."""
        return places_of(customer_keys)

    def attributes(self, customer_keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """What the records and the orders say of each company, by dimension; what is not known is left out."""
        return attributes_of(customer_keys)

    def order_records(self, customer_keys: Sequence[str], *, since: date, until: date) -> Iterable[OrderRecord]:
        """Cost, channel, invoice and the like of each order placed in these days, both included."""
        return order_records_of(customer_keys, since=since, until=until)

    def recent_orders(self, customer_key: str, *, limit: int) -> Sequence[OrderFact]:
        return recent_orders_of(customer_key, limit=limit)

    def people(self, customer_key: str) -> Sequence[Person]:
        return people_of(customer_key)

    def may(self, user: AbstractBaseUser | AnonymousUser, permission: str, *, customer_key: str) -> bool:
        return person_may(user, permission, customer_key=customer_key)

    def relations(self) -> Iterable[CuratedRelation]:
        """Successors, equal parts and accessories as set with the products."""
        return curated_relations()

    def units(self, skus: Sequence[str]) -> Mapping[str, str]:
        return dict(Product.objects.filter(sku__in=skus).order_by().values_list("sku", "unit"))

    def items(self, skus: Sequence[str]) -> Mapping[str, ItemFacts]:
        """Brand and day of launch of each of these products."""
        return item_facts_of(skus)

    def item_labels(self, skus: Sequence[str]) -> Mapping[str, str]:
        return item_names_of(skus)

    def search_items(self, text: str, *, limit: int) -> Mapping[str, str]:
        """Products by name, brand or number."""
        return find_items_named(text, limit=limit)

    def value_labels(self, values: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, str]]:
        """Countries, languages and parent companies by name."""
        return value_names_of(values)


def _label(company: Company) -> CustomerLabel:
    url = reverse("admin:shop_companies_company_change", args=[company.pk])
    return CustomerLabel(key=company.number, name=company.name, url=url)
