"""How often entries were opened in the current term, as the portal's counting hands it down.

A table of its own beside the entries: a new count is no new version of what editors wrote, and no
page needs to know who counts.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .platforms import Platform
from .resources import Resource


class OpenCount(models.Model):
    """Opens of one resource or one platform in a term."""

    resource = models.OneToOneField(
        Resource, models.CASCADE, null=True, blank=True, related_name="open_count"
    )
    platform = models.OneToOneField(
        Platform, models.CASCADE, null=True, blank=True, related_name="open_count"
    )
    opens = models.PositiveIntegerField(default=0)
    # Few visitors could be known by a small number: it orders lists, and is not shown.
    is_shown = models.BooleanField(default=False)
    last_day = models.DateField()  # of the term

    class Meta:
        verbose_name = _("number of opens")
        verbose_name_plural = _("numbers of opens")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resource__isnull=False, platform__isnull=True)
                | models.Q(resource__isnull=True, platform__isnull=False),
                name="opens_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.opens)

    @property
    def is_of_this_term(self) -> bool:
        """Whether the term still runs; between terms the one before is shown."""
        last: dt.date = self.last_day
        return localdate() <= last
