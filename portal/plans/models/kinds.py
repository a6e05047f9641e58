"""The kinds of plan that the office's procedures make."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    """Which procedure a plan comes from: DE-01, DE-02, or one of DE-03 to DE-05."""

    DIGITAL = "digital", _("Plan for the quality of digital technology for education")
    DISTANCE = "distance", _("Plan for the promotion of distance education")
    WORK = "work", _("Work plan and projects")
