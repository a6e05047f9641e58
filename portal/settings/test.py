"""Settings of the test suite: fast hashes, mails and caches in memory, no sample data."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .base import *  # noqa: F403

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CACHES["usage"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "usage"}
SILENCED_SYSTEM_CHECKS = ["axes.W001"]  # one process: a cache in memory counts well enough
# A file and `--reuse-db` make the second run start in a second instead of sixteen.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
    DATABASES["usage"]["TEST"] = {"NAME": DATA_DIR / "test-usage.sqlite3"}  # noqa: F405
SEARCH_ROOT = Path(tempfile.mkdtemp(prefix="rianklai-search-"))
USAGE_ROOT = Path(tempfile.mkdtemp(prefix="rianklai-usage-"))
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="rianklai-media-"))
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  WhiteNoise asks for it at start
