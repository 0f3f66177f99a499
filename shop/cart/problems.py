from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shop.catalogue.models import Product
from shop.catalogue.quantities import Problem, quantity_problem
from shop.pricing.selectors import LinePrice
from shop.stock.models import StockItem


def line_problems(product: Product, quantity: int, *, price: LinePrice | None, stock: StockItem) -> list[Problem]:
    """Why this line cannot be ordered as it stands, in words for the buyer; empty where it can."""
    if not product.is_active or price is None:
        return [Problem("not_for_sale", _("No longer for sale."))]
    problems = [quantity_problem(product, quantity), stock_problem(stock, quantity)]
    return [problem for problem in problems if problem]


def stock_problem(stock: StockItem, quantity: int) -> Problem | None:
    """Why so many cannot be promised now; None where they can."""
    if stock.available >= quantity:
        return None
    facts = {"available": stock.available, "day": date_format(stock.restock_on) if stock.restock_on else ""}
    if stock.available and stock.restock_on:
        text = _("Only %(available)d in stock, more expected on %(day)s.")
    elif stock.available:
        text = _("Only %(available)d in stock.")
    elif stock.restock_on:
        text = _("Out of stock, more expected on %(day)s.")
    else:
        text = _("Out of stock.")
    return Problem("not_enough_stock", text % facts)


def cart_full() -> Problem:
    """Why nothing more goes into a cart."""
    most = settings.SHOP_MAX_CART_LINES
    return Problem("cart_full", _("Your cart is full: it holds at most %(most)d different items.") % {"most": most})
