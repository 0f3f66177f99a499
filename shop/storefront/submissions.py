"""A form that was sent twice counts once."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase

from shop.cart.models import Cart
from shop.storefront.access import BuyerRequest

SESSION_KEY = "submissions"
REMEMBERED = 20


def new_submission() -> str:
    """A mark for one rendering of a form."""
    return str(uuid4())


def claim_submission(request: BuyerRequest, mark: str, *, cart: Cart) -> bool:
    """Remember that the form with this mark is being worked on; False if it already was.

    Call it in the transaction of the work itself. The lock on the cart lines up a double click's two requests, and
    the session is read anew behind it, because the one in `request` may be older than the other request's work.
    """
    Cart.objects.select_for_update().get(pk=cart.pk)
    stored: SessionBase = type(request.session)(request.session.session_key)
    claimed: list[str] = stored.get(SESSION_KEY, [])
    if not mark or mark in claimed:
        return False
    request.session[SESSION_KEY] = stored[SESSION_KEY] = [*claimed, mark][-REMEMBERED:]
    stored.save()
    return True
