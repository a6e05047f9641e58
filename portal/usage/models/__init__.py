"""The room's tables, one file for each idea; all of them lie in the usage database."""

from __future__ import annotations

from .cubes import (
    ALL,
    ALL_PLATFORMS,
    OFFICE,
    RARE,
    UsageDayObject,
    UsageDayQuality,
    UsageDaySchool,
    UsageDaySearch,
    UsageDaySite,
    UsageMonth,
    UsageMonthObject,
    UsageMonthSchool,
    UsageMonthSchoolObject,
)
from .events import SpoolBad, SpoolOffset, UsageDay, UsageEvent, UsageWaiting
from .periods import Period, PeriodKind, PeriodSnapshot

__all__ = [
    "ALL",
    "ALL_PLATFORMS",
    "OFFICE",
    "RARE",
    "Period",
    "PeriodKind",
    "PeriodSnapshot",
    "SpoolBad",
    "SpoolOffset",
    "UsageDay",
    "UsageDayObject",
    "UsageDayQuality",
    "UsageDaySchool",
    "UsageDaySearch",
    "UsageDaySite",
    "UsageEvent",
    "UsageMonth",
    "UsageMonthObject",
    "UsageMonthSchool",
    "UsageMonthSchoolObject",
    "UsageWaiting",
]
