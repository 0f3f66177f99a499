from __future__ import annotations

import factory
from factory.django import DjangoModelFactory, Password

from shop.companies.firmographics import IndustryScheme
from shop.companies.models import Address, Company, CompanyMember, IndustryCode, User

PASSWORD = "open sesame please"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    first_name = "Kim"
    last_name = factory.Sequence(lambda n: f"Holm {n}")
    password = Password(PASSWORD)


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = Company

    number = factory.Sequence(lambda n: f"C{n:05d}")
    name = factory.Sequence(lambda n: f"Company {n:05d} A/S")


class CompanyMemberFactory(DjangoModelFactory):
    class Meta:
        model = CompanyMember

    company = factory.SubFactory(CompanyFactory)
    user = factory.SubFactory(UserFactory)
    role = CompanyMember.Role.BUYER


class AddressFactory(DjangoModelFactory):
    class Meta:
        model = Address

    company = factory.SubFactory(CompanyFactory)
    label = factory.Sequence(lambda n: f"Office {n}")
    recipient = "Goods inward"
    street = "Havnegade 1"
    postcode = "8000"
    city = "Aarhus"


class IndustryCodeFactory(DjangoModelFactory):
    class Meta:
        model = IndustryCode

    company = factory.SubFactory(CompanyFactory)
    scheme = IndustryScheme.NACE2
    code = "46.66"
