"""Training (การอบรม) of teachers and directors: what is announced, for whom, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from catalog.models.naming import ThaiEnglishName

# Two years after a training nobody needs an e-mail address for it any more.
MOST_RETENTION_DAYS = 730
# People come early; a code on the screen is of no use before.
CHECK_IN_EARLY = timedelta(hours=1)


class TrainingMode(models.TextChoices):
    """How people take part; not the five ways in which pupils learn."""

    ONSITE = "onsite", _("At a place")
    ONLINE = "online", _("Online meeting")
    BOTH = "both", _("At a place, and online at the same time")


class TrainingRole(models.TextChoices):
    """Who somebody is at work; all that is ever asked, unless the organiser needs more."""

    TEACHER = "teacher", _("Teacher")
    EXECUTIVE = "executive", _("School executive")
    SUPERVISOR = "supervisor", _("Educational supervisor")
    STAFF = "staff", _("Other staff of a school or the office")


class TrainingQuerySet(models.QuerySet["TrainingEvent"]):
    """Trainings as the public may see them."""

    def public(self) -> TrainingQuerySet:
        """Only what is published."""
        return self.filter(live=True)

    def for_listing(self) -> TrainingQuerySet:
        """With the number of places that are taken."""
        has_place = models.Q(registrations__status="registered")
        return self.annotate(taken_count=models.Count("registrations", filter=has_place))

    def coming(self, now: datetime) -> TrainingQuerySet:
        """Not over yet, the nearest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> TrainingQuerySet:
        """Over, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")


class TrainingEvent(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ThaiEnglishName,
    ClusterableModel,
):
    """One training; registrations are rows of their own, which no draft ever touches."""

    summary = models.TextField(_("Summary"), blank=True, help_text=_("One to three sentences."))
    body = RichTextField(
        _("Details"),
        blank=True,
        features=["h3", "bold", "ul", "ol", "link", "document-link"],
        help_text=_("Content, schedule, what to bring."),
    )
    mode = models.CharField(_("How it is held"), max_length=8, choices=TrainingMode.choices)
    place = models.CharField(_("Place"), max_length=255, blank=True)
    online_url = models.URLField(
        _("Address of the online meeting"),
        max_length=500,
        blank=True,
        help_text=_("Shown only to people who have a place."),
    )
    starts_at = models.DateTimeField(_("Begins"), db_index=True)
    ends_at = models.DateTimeField(_("Ends"), db_index=True)
    registration_opens_at = models.DateTimeField(
        _("Registration opens"), null=True, blank=True, help_text=_("Empty: once it is published.")
    )
    registration_closes_at = models.DateTimeField(
        _("Registration closes"), null=True, blank=True, help_text=_("Empty: when it begins.")
    )
    capacity = models.PositiveIntegerField(
        _("Number of places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Empty: as many as come."),
    )
    has_waiting_list = models.BooleanField(
        _("Waiting list"),
        default=True,
        help_text=_("When all places are taken, people can wait for one that becomes free."),
    )
    for_teacher = models.BooleanField(_("Teachers"), default=True)
    for_executive = models.BooleanField(_("School executives"), default=True)
    for_supervisor = models.BooleanField(_("Educational supervisors"), default=False)
    for_staff = models.BooleanField(_("Other staff of a school or the office"), default=False)
    asks_contact = models.BooleanField(
        _("Ask for name and e-mail address"),
        default=False,
        help_text=_("Only where the training cannot do without. Otherwise school and role do."),
    )
    contact_purpose = models.CharField(
        _("What name and e-mail address are for"),
        max_length=255,
        blank=True,
        help_text=_("People read it before they register, such as: to issue certificates."),
    )
    retention_days = models.PositiveSmallIntegerField(
        _("Days after which name and e-mail address are erased"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_RETENTION_DAYS)],
        help_text=_("Counted from the end of the training. People read it before they register."),
    )
    is_cancelled = models.BooleanField(
        pgettext_lazy("training", "Cancelled"),
        default=False,
        help_text=_("The page stays and says so; nobody can register any more."),
    )
    editor_note = models.TextField(
        _("Note for editors"), blank=True, help_text=_("Never shown to the public.")
    )
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False, db_index=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training event")
        verbose_name_plural = _("training events")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="training_ends_after_it_begins",
                violation_error_message=_("A training ends after it begins."),
            )
        ]

    def get_absolute_url(self) -> str:
        """The training's public page in the active language."""
        return reverse("courses:training", args=[self.pk])

    def clean(self) -> None:
        """Refuse times, places and promises that do not fit together."""
        super().clean()
        problems = {**self._wrong_times(), **self._missing_places(), **self._missing_promises()}
        if not any(getattr(self, f"for_{role}") for role in TrainingRole.values):
            problems["for_teacher"] = _("Choose at least one role for whom the training is.")
        if self.capacity and self.pk and self.capacity < self.taken:
            message = _("%(number)s people have a place already; there cannot be fewer places.")
            problems["capacity"] = message % {"number": self.taken}
        if problems:
            raise ValidationError(problems)

    @classmethod
    def lock(cls, pk: int) -> TrainingEvent:
        """Wait for whoever gives or takes a place at the moment; within a transaction."""
        return cls.objects.select_for_update().get(pk=pk)

    def _wrong_times(self) -> dict[str, Any]:
        opens, closes = self.registration_opens_at, self.registration_closes_at
        problems: dict[str, Any] = {}
        if not (self.starts_at and self.ends_at):
            return problems
        if self.ends_at <= self.starts_at:
            problems["ends_at"] = _("A training ends after it begins.")
        if closes and closes > self.ends_at:
            problems["registration_closes_at"] = _("Registration closes before the training ends.")
        if opens and opens >= (closes or self.starts_at):
            message = _("Registration opens before it closes and before the training begins.")
            problems["registration_opens_at"] = message
        return problems

    def _missing_places(self) -> dict[str, Any]:
        problems: dict[str, Any] = {}
        if self.mode in (TrainingMode.ONSITE, TrainingMode.BOTH) and not self.place:
            problems["place"] = _("Say where people should come.")
        if self.mode in (TrainingMode.ONLINE, TrainingMode.BOTH) and not self.online_url:
            problems["online_url"] = _("Give the address of the meeting.")
        return problems

    def _missing_promises(self) -> dict[str, Any]:
        problems: dict[str, Any] = {}
        if self.asks_contact and not self.contact_purpose.strip():
            problems["contact_purpose"] = _("Say what name and e-mail address are for.")
        if self.asks_contact and not self.retention_days:
            problems["retention_days"] = _("Say after how many days they are erased.")
        return problems

    @property
    def taken(self) -> int:
        """How many places are taken; a list has counted already."""
        counted = getattr(self, "taken_count", None)
        if counted is not None:
            return int(counted)
        return self.registrations.registered().count()

    @property
    def waiting(self) -> int:
        """How many people wait for a place."""
        return self.registrations.waiting().count()

    @property
    def free(self) -> int | None:
        """How many places nobody has; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def roles(self) -> list[TrainingRole]:
        """For whom it is."""
        return [role for role in TrainingRole if getattr(self, f"for_{role.value}")]

    @property
    def closes_at(self) -> datetime:
        """When registration ends."""
        return self.registration_closes_at or self.starts_at

    def takes_check_ins(self, now: datetime) -> bool:
        """Whether people arrive at this moment."""
        return self.starts_at - CHECK_IN_EARLY <= now < self.ends_at

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return bool(self.ends_at and self.ends_at <= timezone.now())

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The editor's preview is the public page itself."""
        return "courses/training_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What the public view hands to its template."""
        from courses.training_detail import training_context

        return {"request": request, **training_context(self)}
