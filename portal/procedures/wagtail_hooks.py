"""Registers the room with Wagtail's admin."""

from __future__ import annotations

from . import round_hooks, version_hooks  # noqa: F401  they register by being imported
