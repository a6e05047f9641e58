"""The room's tables, one file for each idea; all of them lie in the usage database."""

from __future__ import annotations

from .events import SpoolBad, SpoolOffset, UsageDay, UsageEvent, UsageWaiting

__all__ = ["SpoolBad", "SpoolOffset", "UsageDay", "UsageEvent", "UsageWaiting"]
