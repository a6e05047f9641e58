"""Strict settings: the site refuses to start half-configured and says what is missing."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403

REQUIRED = (
    "SECRET_KEY",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "DATA_DIR",
)
missing = [name for name in REQUIRED if name not in env.ENVIRON]  # noqa: F405
if missing:
    raise ImproperlyConfigured(
        "RianKlai does not start in production without these environment variables: "
        + ", ".join(missing)
        + ". The table in README.md says what each one is for."
    )
if len(SECRET_KEY) < 50:  # noqa: F405
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters in production.")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):  # noqa: F405
    raise ImproperlyConfigured("SITE_URL must start with https:// in production.")

DEBUG = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the office's other hosts below the same domain are not ours to decide on
    "security.W021",  # nor is the browsers' preload list
    "security.W019",  # Wagtail shows its previews in a frame of the same origin
]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXIES = 1
