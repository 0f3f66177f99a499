"""A host with nothing but the plugin and one table of order lines, for measuring on PostgreSQL with real workers."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

_database = urlsplit(os.environ["DATABASE_URL"])

SECRET_KEY = "only-for-measuring"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "segmentation", "tests.benchmarks.host"]
MIDDLEWARE = ["segmentation.middleware.FeaturesMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.path.strip("/"),
        "USER": _database.username,
        "PASSWORD": _database.password or "",
        "HOST": _database.hostname,
        "PORT": _database.port or 5432,
        "OPTIONS": {"options": "-c jit=off"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "UTC"
USE_TZ = True

CELERY_BROKER_URL = CELERY_RESULT_BACKEND = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("BENCH_QUEUE", "buyclass-bench")
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

SEGMENTATION = {"ORDER_SOURCE": "tests.benchmarks.host.orders.open_orders"}
SEGMENTATION |= {name: int(os.environ[name]) for name in ("SHARD_LINES", "SHARD_SIZE") if name in os.environ}
