"""Settings of a host in processes of its own: PostgreSQL, Redis, and orders in a file that may be slow to read."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

_database = urlsplit(os.environ["DATABASE_URL"])

SECRET_KEY = "only-for-this-test-host"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "segmentation",
    "tests.segmentation.worker_app.Host",
]
MIDDLEWARE = ["segmentation.middleware.FeaturesMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.path.strip("/"),
        "USER": _database.username,
        "PASSWORD": _database.password or "",
        "HOST": _database.hostname,
        "PORT": _database.port or 5432,
    }
}
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
CELERY_BROKER_URL = CELERY_RESULT_BACKEND = os.environ["REDIS_URL"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

SEGMENTATION = {
    "ORDER_SOURCE": "tests.segmentation.worker_app.open_orders",
    "CUSTOMER_DIRECTORY": "tests.segmentation.worker_app.Customers",
    "HISTORY_FROM": "1990-01-01",
    "SHARD_SIZE": int(os.environ.get("SHARD_SIZE", "1")),
    "RUN_STALE_AFTER": 2,
}
