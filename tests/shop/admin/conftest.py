from __future__ import annotations

import pytest
from django.test import Client

from shop.companies.models import User
from tests.factories import UserFactory


@pytest.fixture
def boss() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def office(boss: User) -> Client:
    """A browser in which an employee who may do everything is logged in."""
    client = Client()
    client.force_login(boss)
    return client
