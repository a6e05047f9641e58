"""Addresses of the room."""

from __future__ import annotations

from django.urls import include, path

from courses.feeds import NewestCoursesFeed, NewestLessonsFeed
from courses.views import channels, courses, timetable

app_name = "courses"
urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/feed/", NewestCoursesFeed(), name="course_feed"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("lessons/feed/", NewestLessonsFeed(), name="lesson_feed"),
    path("lessons/<int:pk>/", courses.lesson, name="lesson"),
    path("channels/", channels.channels, name="channels"),
    path("channels/now/", channels.channels_now, name="channels_now"),
    path("channels/<slug:code>/", channels.channel, name="channel"),
    path("channels/<slug:code>/now/", channels.channel_now, name="channel_now"),
    path("channels/<slug:code>/week/", timetable.this_week, name="this_week"),
    path("channels/<slug:code>/week/<str:week>/", timetable.week, name="week"),
    path("channels/<slug:code>/<str:day>/", timetable.channel_day, name="channel_day"),
    path("training/", include("courses.training_urls")),
    path("timetable/calendar/", include("courses.calendar_urls")),
    path("timetable/", timetable.today, name="timetable"),
    path("timetable/<str:day>/", timetable.day, name="day"),
]
