from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.core.paginator import Page

register = template.Library()


@register.simple_tag
def page_numbers(page: Page) -> Iterator[str | int]:
    """The numbers to offer: the first, the last, those around this page, and dots between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
