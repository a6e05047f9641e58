"""Registers the room with Wagtail's admin."""

from __future__ import annotations

from . import round_hooks  # noqa: F401  registers by being imported
