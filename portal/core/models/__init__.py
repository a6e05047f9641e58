"""Settings, media and the office's calendar: what every room of the portal shares."""

from __future__ import annotations

from .approval import AbstractIndependentTask, IndependentApprovalTask
from .calendar import AcademicTerm, HolidayYear, OfficeHoliday
from .media import SiteDocument, SiteImage, SiteRendition
from .site import SiteSettings

__all__ = [
    "AbstractIndependentTask",
    "AcademicTerm",
    "HolidayYear",
    "IndependentApprovalTask",
    "OfficeHoliday",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
]
