"""Registers the core's screens and panels with Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet

from .admin_panels import CalendarWarningsPanel
from .viewsets import AcademicTermViewSet, HolidayYearViewSet, OfficeHolidayViewSet


@hooks.register("register_admin_viewset")
def register_calendar_viewsets() -> list[ModelViewSet]:
    """The office's calendar."""
    return [OfficeHolidayViewSet(), HolidayYearViewSet(), AcademicTermViewSet()]


@hooks.register("construct_homepage_panels")
def add_calendar_warnings(request: HttpRequest, panels: list[Component]) -> None:
    """What to look into in the calendar, on the admin's front page."""
    panels.append(CalendarWarningsPanel())
