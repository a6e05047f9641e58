"""Addresses of calendars, below /timetable/calendar/."""

from __future__ import annotations

from django.urls import path

from courses.views import calendars

urlpatterns = [
    path("", calendars.choose, name="calendar"),
    path("set.ics", calendars.of_set, name="calendar_set"),
    path("channel/<slug:code>.ics", calendars.of_channel, name="calendar_channel"),
    path("grade/<slug:code>.ics", calendars.of_grade, name="calendar_grade"),
    path("course/<int:pk>.ics", calendars.of_course, name="calendar_course"),
]
