"""Settings of `make demo` and of a developer's machine: nothing to configure.

`DEBUG` stays off unless the environment turns it on, so that errors look as visitors see them.
"""

from __future__ import annotations

from .base import *  # noqa: F403

DEMO = True
SECRET_KEY = "insecure-and-only-for-development"
SILENCED_SYSTEM_CHECKS = ["axes.W001"]  # one machine: counting in files is good enough
AUTH_PASSWORD_VALIDATORS = []  # the demo accounts have easy passwords
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
SEARCH_DRAIN_THREAD = True  # a saved entry is found two seconds later, with no second process
USAGE_DRAIN_THREAD = True
WHITENOISE_USE_FINDERS = True  # static files straight from the rooms, nothing to collect
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  WhiteNoise asks for it at start
