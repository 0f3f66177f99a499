"""In what quantities a product is sold: whole multiples of its step, from its least quantity on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.catalogue.models import Product

MOST_OF_ONE_PRODUCT = 100_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot be ordered as it stands: a stable code, and words for the buyer."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


def quantity_problem(product: Product, quantity: int) -> Problem | None:
    """Why the product is not sold in this quantity, naming the nearest that are; None where it is."""
    if problem := number_problem(quantity):
        return problem
    least, step = smallest_quantity(product), product.quantity_multiple
    if quantity < least:
        return Problem("below_minimum", _("Sold from %(least)d on.") % {"least": least})
    below = quantity - quantity % step
    if below == quantity:
        return None
    if below < least or below + step > MOST_OF_ONE_PRODUCT:
        nearest = max(below, least)
        return Problem(
            "not_a_multiple", _("Sold in steps of %(step)d: %(nearest)d fits.") % {"step": step, "nearest": nearest}
        )
    return Problem(
        "not_a_multiple",
        _("Sold in steps of %(step)d: %(below)d or %(above)d fits.")
        % {"step": step, "below": below, "above": below + step},
    )


def number_problem(quantity: int) -> Problem | None:
    """Why so many cannot be ordered of any product; None where they can."""
    if quantity < 1:
        return Problem("not_positive", _("Enter a whole number of 1 or more."))
    if quantity > MOST_OF_ONE_PRODUCT:
        return Problem("too_many", _("At most %(most)d at a time.") % {"most": MOST_OF_ONE_PRODUCT})
    return None


def smallest_quantity(product: Product) -> int:
    """The least quantity the product is sold in; its minimum, rounded up to a whole step."""
    step = product.quantity_multiple
    return -(-product.minimum_quantity // step) * step


def nearest_quantity(product: Product, quantity: int) -> int:
    """The quantity closest to this one that the product is sold in; half a step goes up."""
    step = product.quantity_multiple
    rounded = (2 * quantity + step) // (2 * step) * step
    return min(max(rounded, smallest_quantity(product)), MOST_OF_ONE_PRODUCT - MOST_OF_ONE_PRODUCT % step)


def most_sold_within(product: Product, limit: int) -> int:
    """The largest quantity up to the limit that the product is sold in; 0 where its least quantity is more."""
    within = limit - limit % product.quantity_multiple
    return within if within >= smallest_quantity(product) else 0
