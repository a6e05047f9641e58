"""Addresses that lead to the things themselves: short, and the same in both languages."""

from __future__ import annotations

from django.urls import path

from catalog.views import going

app_name = "go"
urlpatterns = [
    path("p/<slug:slug>/", going.platform, name="platform"),
    path("<int:pk>/", going.resource, name="resource"),
]
