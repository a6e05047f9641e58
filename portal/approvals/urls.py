"""Addresses of mailed links."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "approvals"
urlpatterns = [
    path("approve/<str:token>/", views.ApproveView.as_view(), name="approve"),
    path("approve/<str:token>/full/", views.FullTextView.as_view(), name="full_text"),
]
