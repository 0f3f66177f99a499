from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from shop.catalogue.models import AttributeValue, Product
from shop.catalogue.quantities import smallest_quantity

register = template.Library()


@register.filter
def how_sold(product: Product) -> str:
    """Unit, pack and steps of a product in a few words, such as "box of 5, in steps of 2"."""
    unit = product.get_unit_display()
    words = [_("%(unit)s of %(size)d") % {"unit": unit, "size": product.pack_size} if product.pack_size > 1 else unit]
    if product.minimum_quantity > 1 and product.minimum_quantity != product.quantity_multiple:
        words.append(_("at least %(least)d") % {"least": product.minimum_quantity})
    if product.quantity_multiple > 1:
        words.append(_("in steps of %(step)d") % {"step": product.quantity_multiple})
    return ", ".join(words)


@register.filter
def with_unit(value: AttributeValue) -> str:
    """A product's value of an attribute, with the attribute's unit where it is a number."""
    if value.number is None:
        return value.text
    number = number_format(value.number.normalize(), use_l10n=True)
    return f"{number}\N{NO-BREAK SPACE}{value.attribute.unit}".rstrip()


@register.filter
def smallest(product: Product) -> int:
    """The least quantity of the product that can be ordered."""
    return smallest_quantity(product)
