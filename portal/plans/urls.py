"""Addresses beside those of the pages, which Wagtail serves."""

from __future__ import annotations

from django.urls import path

from . import views
from .feeds import ApprovedPlansFeed

app_name = "plans"
urlpatterns = [
    path("plans/feed.xml", ApprovedPlansFeed(), name="feed"),
    path("plans/<int:pk>/editions/", views.editions, name="editions"),
    path("plans/<int:pk>/editions/<int:number>/", views.edition, name="edition"),
    path("plans/<int:pk>/editions/<int:number>.pdf", views.edition_file, name="edition_file"),
    path(
        "plans/<int:pk>/editions/<int:number>/<slug:name>.csv",
        views.edition_sheet,
        name="edition_sheet",
    ),
]
