"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "schools"
urlpatterns = [
    path("my-school/", views.my_school, name="my_school"),
    path("my-school/choose/", views.choose, name="choose"),
    path("my-school/audience/", views.choose_audience, name="choose_audience"),
    path("my-school/clear/", views.clear, name="clear"),
]
