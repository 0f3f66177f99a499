from __future__ import annotations

import re

import pytest
from django.urls import reverse

from shop.companies.models import CompanyMember
from tests.factories import CompanyMemberFactory, UserFactory
from tests.factories.companies import PASSWORD
from tests.shop.storefront.trading import log_in

pytestmark = pytest.mark.django_db


def test_log_in_leads_back_to_where_the_person_was(client):
    member = CompanyMemberFactory()

    response = client.post(
        reverse("login"), {"username": member.user.email, "password": PASSWORD, "next": reverse("account")}
    )

    assert (response.status_code, response.url) == (302, reverse("account"))


def test_wrong_password_is_told_at_the_form(client):
    member = CompanyMemberFactory()

    response = client.post(reverse("login"), {"username": member.user.email, "password": "wrong"})

    assert (response.status_code, 'role="alert"' in response.text) == (200, True)


def test_log_out_ends_the_session():
    client, _member = log_in()

    client.post(reverse("logout"))

    assert "_auth_user_id" not in client.session


def test_forgotten_password_is_set_anew_through_the_link_in_the_mail(client, mailoutbox):
    user = UserFactory()
    client.post(reverse("password_reset"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/password/reset/\S+)", mailoutbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]

    client.post(form, {"new_password1": "a quite new one", "new_password2": "a quite new one"})

    user.refresh_from_db()
    assert user.check_password("a quite new one")


def test_unknown_address_gets_no_mail_and_the_same_answer(client, mailoutbox):
    response = client.post(reverse("password_reset"), {"email": "nobody@example.com"})

    assert (response.url, mailoutbox) == (reverse("password_reset_done"), [])


def test_account_asks_a_visitor_to_log_in(client):
    assert client.get(reverse("account")).url == f"{reverse('login')}?next={reverse('account')}"


def test_account_shows_the_people_of_the_own_company_only():
    client, member = log_in()
    colleague = CompanyMemberFactory(company=member.company, user__email="colleague@example.com")
    CompanyMemberFactory(user__email="stranger@example.com")

    people = client.get(reverse("account")).context["people"]

    assert {person.pk for person in people} == {member.pk, colleague.pk}


def test_account_of_a_person_without_a_company_says_so(client):
    client.force_login(UserFactory())

    assert "No company yet" in client.get(reverse("account")).text


def test_switching_changes_the_company_of_every_later_page():
    client, member = log_in(CompanyMemberFactory(company__name="A"))
    other = CompanyMemberFactory(company__name="B", user=member.user)

    client.post(reverse("switch-company"), {"company": str(other.company_id)})

    assert client.get(reverse("account")).wsgi_request.company == other.company


@pytest.mark.parametrize("wanted", ["foreign", "", "x", "999999"])
def test_switching_to_a_company_of_others_is_not_possible(wanted):
    client, member = log_in()
    foreign = CompanyMemberFactory().company

    response = client.post(reverse("switch-company"), {"company": foreign.pk if wanted == "foreign" else wanted})

    assert (response.status_code, client.get(reverse("account")).wsgi_request.company) == (404, member.company)


def test_switching_needs_a_post():
    client, _member = log_in()

    assert client.get(reverse("switch-company")).status_code == 405


@pytest.mark.parametrize("number", [1, 30])
def test_account_takes_seven_queries_for_any_number_of_people_and_companies(number, django_assert_num_queries):
    client, member = log_in(CompanyMemberFactory(role=CompanyMember.Role.ADMIN))
    CompanyMemberFactory.create_batch(number, company=member.company)
    CompanyMemberFactory.create_batch(number, user=member.user)

    with django_assert_num_queries(7):
        client.get(reverse("account"))


@pytest.mark.parametrize(("answer", "takes_part"), [("no", False), ("yes", True)])
def test_administrator_chooses_whether_the_company_takes_part(answer, takes_part):
    client, member = log_in(
        CompanyMemberFactory(role=CompanyMember.Role.ADMIN, company__shares_purchases=not takes_part)
    )

    response = client.post(reverse("sharing"), {"shares": answer}, follow=True)

    member.company.refresh_from_db()
    said = "Your company takes part." if takes_part else "Your company does not take part."
    assert (member.company.shares_purchases, said in response.text) == (takes_part, True)


def test_others_see_whether_the_company_takes_part_but_cannot_change_it():
    client, member = log_in()

    page = client.get(reverse("account")).text
    refused = client.post(reverse("sharing"), {"shares": "no"})

    member.company.refresh_from_db()
    assert ("Your company takes part." in page, "Stop taking part" in page) == (True, False)
    assert (refused.status_code, member.company.shares_purchases) == (403, True)
