from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory

from shop.companies.models import User
from shop.config.admin_theme import navigation
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def menu(user: User, path: str = "/admin/") -> dict[str, list[str]]:
    request = RequestFactory().get(path)
    request.user = user
    return {str(group["title"]): [str(item["title"]) for item in group["items"]] for group in navigation(request)}


def test_menu_is_grouped_by_what_people_do() -> None:
    groups = list(menu(UserFactory(is_staff=True, is_superuser=True)))

    assert groups == ["Sales", "Catalogue", "Companies", "Buying behaviour", "Other systems", "Shop window"]


def test_menu_shows_only_what_a_person_may_open() -> None:
    person = UserFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_run"))

    assert menu(person) == {"Buying behaviour": ["Runs"]}


def test_menu_marks_the_page_one_is_on_and_no_other() -> None:
    request = RequestFactory().get("/admin/segmentation/run/7/change/")
    request.user = UserFactory(is_staff=True, is_superuser=True)

    marked = [str(item["title"]) for group in navigation(request) for item in group["items"] if item["active"]]

    assert marked == ["Runs"]


def test_every_entry_of_the_menu_opens(client: Client) -> None:
    boss = UserFactory(is_staff=True, is_superuser=True)
    request = RequestFactory().get("/admin/")
    request.user = boss
    client.force_login(boss)
    links = [item["link"] for group in navigation(request) for item in group["items"]]

    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
