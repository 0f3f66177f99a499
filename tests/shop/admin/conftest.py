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


def fields_of(page, form_id):
    """What a browser would send for the form as it stands, without its buttons."""
    form = page.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        sent |= {f"{management.prefix}-{name}": management[name].value() for name in management.fields}
    assert f'id="{form_id}"' in page.content.decode()
    return {name: "" if value is None else value for name, value in sent.items()}
