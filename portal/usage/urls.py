"""Addresses of the room that people read."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "usage"
urlpatterns = [
    path("usage/", views.about, name="about"),
    path("usage/table.csv", views.table, name="table"),
]
