from __future__ import annotations

from collections.abc import Collection

from segmentation.host import open_directory
from segmentation.models import CustomerProfile
from segmentation.models.among import Among
from segmentation.models.profiles import KEY_LENGTH

AT_ONCE = 1_000


def known_customers(customer_keys: Collection[str]) -> set[str]:
    """Those of these keys that belong to a company with a profile, or that the directory knows."""
    keys = sorted({key for key in customer_keys if 0 < len(key) <= KEY_LENGTH and "\0" not in key})
    known: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        known |= set(CustomerProfile.objects.filter(Among("pk", part)).values_list("pk", flat=True))
        known |= set(open_directory().labels(part))
    return known
