"""That a person has had today's digest, so that a second run of the job sends nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RoundDigest(models.Model):
    """One digest sent to one person on one day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.user}"
