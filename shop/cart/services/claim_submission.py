"""What was sent twice counts once: a form by a double click, a call by a program that got no answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from shop.cart.models import Cart, Submission

REMEMBERED = 50
"""How many of a cart's submissions are kept; older ones are sent no more."""


def new_submission() -> str:
    """A mark for one rendering of a form."""
    return str(uuid4())


def read_submission(text: str) -> UUID | None:
    """The mark that was sent along; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


@transaction.atomic
def claim_submission(cart: Cart, mark: UUID | None) -> Submission | None:
    """Remember that what came with this mark is being worked on; None if it already was, or without a mark.

    Call it in the transaction of the work itself: the lock on the cart lines up requests that came together, and work
    that fails takes its claim along.
    """
    Cart.objects.select_for_update().get(pk=cart.pk)
    own = Submission.objects.filter(cart=cart)
    if mark is None or own.filter(mark=mark).exists():
        return None
    own.filter(pk__in=own.order_by("-pk").values("pk")[REMEMBERED - 1 :]).delete()
    return Submission.objects.create(cart=cart, mark=mark)


def keep_answer(submission: Submission, answer: dict[str, Any]) -> None:
    """Keep what was answered, for whoever asks with the same mark again."""
    submission.answer = answer
    submission.save(update_fields=["answer"])


def answer_given(cart: Cart, mark: UUID) -> dict[str, Any] | None:
    """What was answered the first time; None where nothing was kept."""
    return Submission.objects.filter(cart=cart, mark=mark).values_list("answer", flat=True).first()
