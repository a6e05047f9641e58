"""Addresses that lead from a lesson to what it uses: the same in both languages."""

from __future__ import annotations

from django.urls import path

from courses.views import going

app_name = "go_from"
urlpatterns = [path("<int:pk>/<int:resource>/", going.lesson, name="lesson")]
