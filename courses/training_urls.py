"""Addresses of trainings, below /training/."""

from __future__ import annotations

from django.urls import path

from courses.feeds import NewestTrainingsFeed
from courses.views import training

urlpatterns = [
    path("", training.trainings, name="trainings"),
    path("feed/", NewestTrainingsFeed(), name="training_feed"),
    path("<int:pk>/", training.training, name="training"),
    path("<int:pk>.ics", training.training_file, name="training_file"),
    path("<int:pk>/register/", training.register, name="training_register"),
    path("<int:pk>/arrived/", training.arrived, name="training_arrived"),
    path("registration/<slug:token>/", training.registration, name="training_registration"),
    path("check-in/<str:code>/", training.arrive, name="training_arrive"),
]
