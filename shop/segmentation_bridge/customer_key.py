from __future__ import annotations

from django.http import HttpRequest


def customer_key(request: HttpRequest) -> str:
    """The number of the company a request is made for; empty for a visitor."""
    company = getattr(request, "company", None)
    return company.number if company else ""
