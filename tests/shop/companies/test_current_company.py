from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from shop.companies.models import User
from shop.storefront.middleware import CurrentCompanyMiddleware
from tests.factories import CompanyMemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def request_of(user: User | AnonymousUser, **session: object):
    request = RequestFactory().get("/")
    request.user = user
    request.session = session
    CurrentCompanyMiddleware(lambda _request: HttpResponse())(request)
    return request


def test_a_person_acts_for_their_first_company_by_name():
    user = UserFactory()
    CompanyMemberFactory(user=user, company__name="Birk")
    first = CompanyMemberFactory(user=user, company__name="Alm")

    request = request_of(user)

    assert (request.company, request.member) == (first.company, first)


def test_a_person_acts_for_the_company_they_switched_to():
    user = UserFactory()
    CompanyMemberFactory(user=user, company__name="Alm")
    chosen = CompanyMemberFactory(user=user, company__name="Birk")

    assert request_of(user, company=chosen.company_id).company == chosen.company


@pytest.mark.parametrize("value", ["strangers", "", "garbage", None, "-1", 10**30, ["a"]])
def test_a_company_that_is_not_theirs_falls_back_to_their_own(value):
    own = CompanyMemberFactory()
    stranger = CompanyMemberFactory()
    chosen = stranger.company_id if value == "strangers" else value

    assert request_of(own.user, company=chosen).company == own.company


def test_a_visitor_has_no_company():
    request = request_of(AnonymousUser(), company=CompanyMemberFactory().company_id)

    assert (request.company is None, request.member is None) == (True, True)


def test_a_person_without_a_company_has_none():
    assert request_of(UserFactory()).company is None


def test_nothing_is_read_before_it_is_asked(django_assert_num_queries):
    user = CompanyMemberFactory().user
    with django_assert_num_queries(0):
        request = request_of(user)
    with django_assert_num_queries(1):
        assert request.company == request.member.company


def test_the_request_class_keeps_its_name():
    assert type(request_of(AnonymousUser())).__name__ == "WSGIRequest"
