from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from segmentation.host import open_directory
from segmentation.models import CompanyAttributes, CustomerProfile
from segmentation.models.among import Among
from segmentation.models.profiles import KEY_LENGTH


class KnownCustomers:
    """Which keys are customers. The directory is read whole, once, and only if some key has not been seen here yet."""

    def among(self, customer_keys: Collection[str]) -> set[str]:
        """Those of these keys that are customers: in two queries if all of them are."""
        keys = sorted({key for key in customer_keys if 0 < len(key) <= KEY_LENGTH and "\0" not in key})
        known = set(CustomerProfile.objects.filter(Among("customer_key", keys)).values_list("pk", flat=True))
        missing = [key for key in keys if key not in known]
        if missing:
            known |= set(CompanyAttributes.objects.filter(Among("profile_id", missing)).values_list("pk", flat=True))
        if len(known) < len(keys):
            known |= set(keys) & self._in_directory
        return known

    @cached_property
    def _in_directory(self) -> frozenset[str]:
        return frozenset(open_directory().customer_keys())


def all_companies() -> set[str]:
    """Everybody of whom anything is stored."""
    profiles = CustomerProfile.objects.values_list("pk", flat=True)
    return {*profiles, *CompanyAttributes.objects.values_list("pk", flat=True)}
