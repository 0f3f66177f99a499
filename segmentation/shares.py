"""Which companies a share takes: by a stable hash, so that a larger share keeps whom a smaller one took."""

from __future__ import annotations

from hashlib import md5

BUCKETS = 10_000


def bucket_of(salt: str, customer_key: str) -> int:
    """0 to 9999, evenly spread, the same for ever: the first 32 bits of the MD5 of `salt:customer_key`, scaled.

    A database can work out the same: MD5 is in PostgreSQL, and in SQLite through Django.
    """
    digest = md5(f"{salt}:{customer_key}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:4], "big") * BUCKETS >> 32


def rollout_salt(feature: str) -> str:
    """The same for every segment, so that a company keeps its turn when it moves between them."""
    return feature


def holdout_salt(feature: str) -> str:
    """Another than that of the roll-out: who comes late must not be held out more often."""
    return f"held out of {feature}"


def is_in_share(salt: str, customer_key: str, percent: int) -> bool:
    """Whether a share of 0 to 100 percent takes this company; a visitor without one is taken by the whole alone."""
    if percent >= 100 or percent <= 0 or not customer_key:
        return percent >= 100
    return bucket_of(salt, customer_key) < percent * (BUCKETS // 100)
