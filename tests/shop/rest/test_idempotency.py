from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client

from segmentation.testing import override_features
from shop.cart.models import Submission
from shop.cart.services import claim_submission
from shop.cart.services.claim_submission import REMEMBERED
from tests.factories import CartFactory, CompanyMemberFactory
from tests.shop.rest.calling import Caller
from tests.shop.side_by_side import at_once
from tests.shop.storefront.trading import in_cart, make_goods, old_order

KEY = "5b0e3a52-4a3c-4f5e-9a53-0f3a7b1c2d4e"
OTHER_KEY = "6c1f4b63-5b4d-4a6f-8b64-1a4b8c2d3e5f"


@pytest.fixture(autouse=True)
def _switched_on() -> Iterator[None]:
    with override_features(quick_order=True, reorder=True, volume_prices=False):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["cart/lines/", "quick-order/", "orders/{number}/reorder/"])
def test_the_same_key_counts_once_and_gets_the_first_answer_again(path):
    caller = Caller()
    [product] = make_goods(1)
    old = old_order(caller.member, [product], quantity=2)
    line = {"line": 1} if "reorder" in path else {"sku": product.sku, "quantity": 2}

    first, second = (caller.post(path.format(number=old.number), {"lines": [line]}, key=KEY) for _ in range(2))

    assert (first.status_code, second.status_code, second.json()) == (200, 200, first.json())
    assert in_cart(caller.member) == {product.pk: 2}


@pytest.mark.django_db
def test_what_could_not_go_in_is_answered_the_same_again():
    caller = Caller()

    first, second = (caller.post("quick-order/", {"text": "NO-SUCH 1"}, key=KEY) for _ in range(2))

    assert (first.status_code, second.status_code, second.json()) == (422, 422, first.json())


@pytest.mark.django_db
def test_another_key_counts_again():
    caller = Caller()
    [product] = make_goods(1)

    for key in (KEY, OTHER_KEY):
        caller.post("cart/lines/", {"lines": [{"sku": product.sku, "quantity": 2}]}, key=key)

    assert in_cart(caller.member) == {product.pk: 4}


@pytest.mark.django_db
def test_a_key_is_the_persons_own():
    first, second = Caller(), Caller()
    [product] = make_goods(1)

    for caller in (first, second):
        caller.post("cart/lines/", {"lines": [{"sku": product.sku, "quantity": 2}]}, key=KEY)

    assert (in_cart(first.member), in_cart(second.member)) == ({product.pk: 2}, {product.pk: 2})


@pytest.mark.django_db
def test_a_key_counts_for_one_company():
    here = CompanyMemberFactory()
    there = CompanyMemberFactory(user=here.user)
    caller = Caller(here)
    [product] = make_goods(1)

    for company in (here.company, there.company):
        caller.post(f"companies/{company.number}/switch/")
        caller.post("cart/lines/", {"lines": [{"sku": product.sku, "quantity": 2}]}, key=KEY)

    assert (in_cart(here), in_cart(there)) == ({product.pk: 2}, {product.pk: 2})


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "twice"])
def test_a_key_that_is_none_is_refused(key):
    caller = Caller()
    [product] = make_goods(1)

    answer = caller.post("cart/lines/", {"lines": [{"sku": product.sku}]}, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")
    assert in_cart(caller.member) == {}


@pytest.mark.django_db
def test_a_check_uses_no_key_up():
    caller = Caller()
    [product] = make_goods(1)

    caller.post("quick-order/", {"text": f"{product.sku} 2", "only_check": True}, key=KEY)
    caller.post("quick-order/", {"text": f"{product.sku} 2"}, key=KEY)

    assert in_cart(caller.member) == {product.pk: 2}


@pytest.mark.django_db
def test_a_cart_remembers_its_latest_submissions_only():
    cart = CartFactory()
    for _ in range(REMEMBERED + 2):
        claim_submission(cart, uuid4())

    assert Submission.objects.filter(cart=cart).count() == REMEMBERED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_calls_at_once_with_one_key_add_once():
    caller = Caller(CompanyMemberFactory())
    [product] = make_goods(1)

    def send():
        twin = Client()
        twin.cookies = caller.client.cookies
        body = {"lines": [{"sku": product.sku, "quantity": 2}]}
        headers = {"Idempotency-Key": KEY}
        return twin.post("/api/cart/lines/", body, content_type="application/json", headers=headers).json()

    answers = at_once(*[send] * 4)

    assert (answers, in_cart(caller.member)) == ([answers[0]] * 4, {product.pk: 2})
