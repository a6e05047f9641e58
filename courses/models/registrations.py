"""Who takes part in a training: a school and a role; name and e-mail only if they were asked for.

The e-mail address and the name are promised to be erased `retention_days` after the training; the
number of days is kept with each registration as it was promised. What remains is no person.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .training import TrainingEvent, TrainingRole

TOKEN_LENGTH = 32
TOKEN_SIGNS = "0123456789abcdef"  # noqa: S105  the alphabet of tokens
CODE_LENGTH = 8


class RegistrationStatus(models.TextChoices):
    """Where somebody stands."""

    REGISTERED = "registered", _("Has a place")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("training", "Cancelled")


class RegistrationQuerySet(models.QuerySet["TrainingRegistration"]):
    """Registrations by where they stand."""

    def registered(self) -> RegistrationQuerySet:
        """Those who have a place."""
        return self.filter(status=RegistrationStatus.REGISTERED)

    def waiting(self) -> RegistrationQuerySet:
        """Those who wait, the one who came first in front."""
        return self.filter(status=RegistrationStatus.WAITING).order_by("pk")

    def attended(self) -> RegistrationQuerySet:
        """Those who were there."""
        return self.registered().filter(attended_at__isnull=False)

    def with_contact(self) -> RegistrationQuerySet:
        """Those with something of a person in them."""
        return self.exclude(name="", email="")

    def erase_contact(self) -> int:
        """Erase name and e-mail address; return from how many registrations."""
        now = timezone.now()
        return self.with_contact().update(name="", email="", contact_erased_at=now)


def new_token() -> str:
    """Make the secret of a private link."""
    return get_random_string(TOKEN_LENGTH, TOKEN_SIGNS)


class TrainingRegistration(models.Model):
    """One place, or one wish for a place; the order of waiting is the order of arrival."""

    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, related_name="registrations", verbose_name=_("Training")
    )
    school_code = models.CharField(_("School code"), max_length=10, blank=True, db_index=True)
    school_name = models.CharField(_("School"), max_length=255, blank=True)
    role = models.CharField(
        pgettext_lazy("training", "Role"), max_length=12, choices=TrainingRole.choices
    )
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    retention_days = models.PositiveSmallIntegerField(
        _("Days until it is erased"), null=True, blank=True, editable=False
    )
    contact_erased_at = models.DateTimeField(
        _("Name and e-mail address erased"), null=True, blank=True, editable=False
    )
    status = models.CharField(_("Status"), max_length=12, choices=RegistrationStatus.choices)
    token = models.CharField(
        max_length=TOKEN_LENGTH, unique=True, default=new_token, editable=False
    )
    created_at = models.DateTimeField(_("Registered on"), default=timezone.now, editable=False)
    attended_at = models.DateTimeField(_("Attended"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("training registration")
        verbose_name_plural = _("training registrations")
        ordering = ["event", "pk"]
        indexes = [models.Index(fields=["event", "status"], name="registration_status")]

    def __str__(self) -> str:
        # Never the name: this stands in histories, which outlive it.
        return f"{self.code} {self.get_role_display()} {self.school_name}".strip()

    def get_absolute_url(self) -> str:
        """The private link."""
        return reverse("courses:training_registration", args=[self.token])

    @property
    def code(self) -> str:
        """The short form of the token, to be typed at the door."""
        short = self.token[:CODE_LENGTH].upper()
        return f"{short[:4]}-{short[4:]}"

    @property
    def is_cancelled(self) -> bool:
        """Whether it no longer counts."""
        return self.status == RegistrationStatus.CANCELLED

    @property
    def is_waiting(self) -> bool:
        """Whether it still waits for a place."""
        return self.status == RegistrationStatus.WAITING

    def can_cancel(self, now: datetime) -> bool:
        """Whether the place can still be given back: until the training begins."""
        return not self.is_cancelled and now < self.event.starts_at
