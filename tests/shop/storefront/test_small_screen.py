from __future__ import annotations

import pytest
from django.test import RequestFactory

from shop.storefront.small_screen import is_small_screen

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 Version/18.2 Mobile/15E148"
TABLET = "Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("headers", "small"),
    [
        ({"Sec-CH-UA-Mobile": "?1"}, True),
        ({"Sec-CH-UA-Mobile": "?0"}, False),
        ({"Sec-CH-UA-Mobile": "?0", "User-Agent": TABLET}, True),
        ({"Sec-CH-UA-Mobile": "?0", "User-Agent": LAPTOP}, False),
        ({"Sec-CH-UA-Mobile": "nonsense"}, None),
        ({"User-Agent": IPHONE}, True),
        ({"User-Agent": TABLET}, True),
        ({"User-Agent": LAPTOP}, False),
        ({"User-Agent": "python-requests/2.32"}, None),
        ({}, None),
    ],
)
def test_a_browser_says_whether_its_screen_is_small(headers, small):
    assert is_small_screen(RequestFactory().get("/", headers=headers)) is small
