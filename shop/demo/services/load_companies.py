from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from shop.catalogue.models import Product
from shop.companies.firmographics import IndustryScheme
from shop.companies.models import Address, Company, CompanyMember, IndustryCode, User
from shop.demo.agreements import PriceBook
from shop.demo.companies import PlannedCompany
from shop.demo.models import PlantedType
from shop.demo.people import ADMIN, PASSWORD, STAFF
from shop.demo.tables.industries import other_industry_codes
from shop.demo.tables.regions import region_of
from shop.pricing.models import CompanyPriceList, Price, PriceList


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCompany:
    """A company with what an order of it needs."""

    planned: PlannedCompany
    company: Company
    addresses: list[Address]
    buyers: list[User]


def load_companies(
    planned: Sequence[PlannedCompany], *, as_of: date, first_orders: Mapping[str, date]
) -> list[LoadedCompany]:
    """Write the companies, their people and addresses, and the shop's own people."""
    companies = {each.firm.name: _company(each, as_of=as_of, since=first_orders.get(each.number)) for each in planned}
    Company.objects.bulk_create(companies.values())
    owned = [each for each in planned if each.parent]
    for each in owned:
        companies[each.firm.name].parent = companies[each.parent or ""]
    Company.objects.bulk_update([companies[each.firm.name] for each in owned], ["parent"])
    IndustryCode.objects.bulk_create(
        IndustryCode(company=companies[each.firm.name], scheme=scheme, code=code, is_main=True)
        for each in planned
        for scheme, code in (
            (IndustryScheme.NACE21, each.firm.industry),
            *other_industry_codes(each.firm.industry),
        )
    )
    PlantedType.objects.bulk_create(PlantedType(company=companies[each.firm.name], kind=each.kind) for each in planned)
    people = _load_people(planned)
    members = [
        CompanyMember(company=companies[each.firm.name], user=people[person.email], role=role)
        for each in planned
        for person, role in each.members
    ]
    CompanyMember.objects.bulk_create(members)
    loaded = [
        LoadedCompany(
            planned=each,
            company=companies[each.firm.name],
            addresses=_addresses(each, companies[each.firm.name]),
            buyers=[
                member.user for member in members if member.company is companies[each.firm.name] and member.may_order
            ],
        )
        for each in planned
    ]
    Address.objects.bulk_create(address for each in loaded for address in each.addresses)
    return loaded


def load_prices(book: PriceBook, *, products: Mapping[str, Product], companies: Sequence[LoadedCompany]) -> None:
    """Write the price lists and who has which."""
    lists = {name: PriceList(name=name or "List prices", is_default=not name) for name in book.lists}
    PriceList.objects.bulk_create(lists.values())
    Price.objects.bulk_create(
        Price(price_list=lists[name], product=products[sku], from_quantity=start, unit_price=price)
        for name, prices in book.lists.items()
        for sku, steps in prices.items()
        for start, price in steps
    )
    CompanyPriceList.objects.bulk_create(
        CompanyPriceList(company=each.company, price_list=lists[book.agreed[each.planned.number]])
        for each in companies
        if each.planned.number in book.agreed
    )


def _company(each: PlannedCompany, *, as_of: date, since: date | None) -> Company:
    return Company(
        number=each.number,
        name=each.firm.name,
        registration_number=each.registration_number,
        country=each.firm.country,
        language=each.language,
        customer_since=since or _account_opened(each, as_of=as_of),
        payment_days=each.payment_days,
        headcount=each.firm.headcount,
        turnover=each.turnover,
        balance_sheet=each.balance_sheet,
        figures_year=as_of.year - 1 if each.turnover else None,
        founded=each.founded,
        ownership=each.firm.ownership,
        incoterm=each.incoterm,
        incoterm_place=each.incoterm_place,
        by_sea=each.by_sea,
    )


def _account_opened(each: PlannedCompany, *, as_of: date) -> date:
    """Of a company that has not ordered yet."""
    return as_of - timedelta(days=random.Random(f"account/{each.firm.name}").randint(2, 120))


def _addresses(each: PlannedCompany, company: Company) -> list[Address]:
    return [
        Address(
            company=company,
            label=planned.label,
            recipient=each.firm.name,
            street=planned.street,
            postcode=planned.postcode,
            city=planned.city,
            region=region_of(each.firm.country, planned.postcode),
            country=each.firm.country,
            is_default=position == 0,
        )
        for position, planned in enumerate(each.addresses)
    ]


def _load_people(planned: Sequence[PlannedCompany]) -> dict[str, User]:
    # Everybody has the same password, so it is hashed once: hashing is slow on purpose.
    password = make_password(PASSWORD)
    everybody = {person.email: person for each in planned for person, _ in each.members}
    people = {
        person.email: User(
            email=person.email, first_name=person.first_name, last_name=person.last_name, password=password
        )
        for person in everybody.values()
    }
    people[ADMIN.email] = User(
        email=ADMIN.email,
        first_name=ADMIN.first_name,
        last_name=ADMIN.last_name,
        password=password,
        is_staff=True,
        is_superuser=True,
    )
    for person in STAFF.values():
        people[person.email] = User(
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            password=password,
            is_staff=True,
        )
    User.objects.bulk_create(people.values())
    return people
