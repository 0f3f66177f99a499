"""The measured host with other libraries of switches beside the plugin."""

from __future__ import annotations

import os

from tests.benchmarks.host.settings import *  # noqa: F403
from tests.benchmarks.host.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "waffle", "tests.benchmarks.host.switches"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "django_redis": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": os.environ.get("REDIS_URL", "")},
    "redis": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ.get("REDIS_URL", "")},
}
WAFFLE_CACHE_NAME = os.environ.get("WAFFLE_CACHE_NAME", "default")
