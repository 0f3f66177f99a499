"""The shop's own settings, made quick and quiet for tests; the database is the environment's, else SQLite in memory."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ")
os.environ["DEBUG"] = "0"

from shop.config.settings import *  # noqa: F403
from shop.config.settings import DATABASES, SEGMENTATION

_scratch = Path(tempfile.mkdtemp(prefix="buyclass-tests-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
MEDIA_ROOT = _scratch / "media"
STATIC_ROOT = _scratch / "static"
MEDIA_ROOT.mkdir()
STATIC_ROOT.mkdir()

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

SEGMENTATION["STRICT"] = True
SEGMENTATION["SNAPSHOT_MAX_AGE"] = 60.0  # so that the queries of a page do not depend on how busy the machine is

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

SECURE_HTTPS = False
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False
