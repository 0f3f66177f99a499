"""The same host, which opens the plugin's API to other systems."""

from __future__ import annotations

from settings import *  # noqa: F403
from settings import INSTALLED_APPS

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "segmentation.rest",
]
STATIC_URL = "/static/"
ROOT_URLCONF = "urls_with_api"
