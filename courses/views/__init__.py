"""The room's public pages."""

from __future__ import annotations
