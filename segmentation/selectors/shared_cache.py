from __future__ import annotations

import logging
from uuid import uuid4

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.dummy import DummyCache

logger = logging.getLogger(__name__)

KEPT_FOR = 10
"""Seconds that what is written to see whether it comes back is kept."""


def has_cache() -> bool:
    """Whether the host keeps anything in its cache at all."""
    return not isinstance(caches[DEFAULT_CACHE_ALIAS], DummyCache)


def cache_answers() -> bool:
    """Whether what is written to the host's cache comes back; some caches fail in silence."""
    key, mark = f"segmentation-health:{uuid4()}", "kept"
    cache = caches[DEFAULT_CACHE_ALIAS]
    try:
        cache.set(key, mark, KEPT_FOR)
        return bool(cache.get(key) == mark)
    except Exception:  # each cache has errors of its own
        logger.exception("The cache cannot be used.")
        return False
