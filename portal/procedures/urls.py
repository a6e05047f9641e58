"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "procedures"
urlpatterns = [
    path("procedures/", views.procedures, name="list"),
    path("procedures/<slug:slug>/", views.procedure, name="detail"),
    path("procedures/<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("procedures/<slug:slug>/compare/<int:old>/<int:new>/", views.compare, name="compare"),
]
