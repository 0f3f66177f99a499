from __future__ import annotations

import re

from django.http import HttpRequest

_SMALL = re.compile(r"Mobi|Android|iPhone|iPad|Tablet")
_LARGE = re.compile(r"Windows NT|Macintosh|X11|CrOS")


def is_small_screen(request: HttpRequest) -> bool | None:
    """Whether the request comes from a phone or a tablet, as the browser says of itself; None where it does not."""
    hint, browser = request.headers.get("Sec-CH-UA-Mobile"), request.headers.get("User-Agent", "")
    # A tablet is no mobile by the hint, so the name of its system counts as well.
    if hint == "?1" or _SMALL.search(browser):
        return True
    return False if hint == "?0" or _LARGE.search(browser) else None
