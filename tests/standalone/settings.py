"""A host with the plugin and without the shop: what it takes, and no more."""

from __future__ import annotations

import os
from pathlib import Path

SECRET_KEY = "only-for-this-test-host"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "segmentation",
    "corner_shop",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "segmentation.middleware.FeaturesMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ROOT_URLCONF = "urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("STANDALONE_DATABASE", ":memory:"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
CELERY_TASK_ALWAYS_EAGER = True

SEGMENTATION = {
    "ORDER_SOURCE": "corner_shop.segment_features.open_orders",
    "CUSTOMER_KEY": "corner_shop.segment_features.customer_key",
}
ORDERS_FILE = Path(os.environ.get("STANDALONE_ORDERS", "orders.csv"))
