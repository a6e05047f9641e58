"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from catalog.feeds import NewestResourcesFeed
from catalog.views import collections, grades, platforms, resources

app_name = "catalog"
urlpatterns = [
    path("platforms/", platforms.platforms, name="platforms"),
    path("platforms/<slug:slug>/", platforms.platform, name="platform"),
    path("resources/", resources.resources, name="resources"),
    path("resources/feed/", NewestResourcesFeed(), name="resource_feed"),
    path("resources/<int:pk>/", resources.resource, name="resource"),
    path("resources/<int:pk>/handout/", resources.handout, name="resource_handout"),
    path("grades/<slug:code>/", grades.grade, name="grade"),
    path("grades/<slug:code>/<slug:subject>/", grades.grade_subject, name="grade_subject"),
    path("collections/", collections.collections, name="collections"),
    path("collections/<slug:slug>/", collections.collection, name="collection"),
]
