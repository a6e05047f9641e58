"""Settings of `make demo` and of a developer's machine: nothing to configure."""

from __future__ import annotations

from .base import *  # noqa: F403

DEBUG = True
DEMO = True
SECRET_KEY = "insecure-and-only-for-development"
SILENCED_SYSTEM_CHECKS = ["axes.W001"]  # one machine: counting in files is good enough
AUTH_PASSWORD_VALIDATORS = []  # the demo accounts have easy passwords
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
