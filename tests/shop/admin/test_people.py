from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import IntegrityError
from django.urls import reverse

from shop.companies.models import User
from tests.shop.admin.conftest import fields_of

pytestmark = pytest.mark.django_db


def test_a_person_with_the_e_mail_of_another_in_other_letters_is_refused(office):
    User.objects.bulk_create([User(email="Kim.Holm@example.com")])  # as an import may have left it
    page = office.get(reverse("admin:shop_companies_user_add"))
    fields = fields_of(page, "user_form") | {
        "email": "kim.holm@EXAMPLE.com",
        "usable_password": "true",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }

    answer = office.post(
        reverse("admin:shop_companies_user_add"), urlencode(fields), "application/x-www-form-urlencoded"
    )

    assert answer.context["errors"] == [["There is a person with this e-mail already."]]
    assert User.objects.exclude(is_superuser=True).count() == 1


def test_the_same_e_mail_is_refused_by_the_database_in_any_case():
    User.objects.create_user(email="kim@example.com")

    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="KIM@example.com")])


def test_a_person_is_added_by_e_mail_in_small_letters(office):
    page = office.get(reverse("admin:shop_companies_user_add"))
    fields = fields_of(page, "user_form") | {
        "email": "Kim.Holm@Example.com",
        "usable_password": "true",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }

    office.post(reverse("admin:shop_companies_user_add"), urlencode(fields), "application/x-www-form-urlencoded")

    added = User.objects.exclude(is_superuser=True).get()
    assert (added.email, added.check_password("a long enough phrase")) == ("kim.holm@example.com", True)
