"""Rounds (รอบการดำเนินงาน): one procedure in one fiscal year, step by step, attempt by attempt."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.procedures.scheduling import Duration, Pace, Timing

from .procedures import Procedure, ProcedureVersion
from .steps import ProcedureStep, StepKind


class Outcome(models.TextChoices):
    """How a step ended; เห็นชอบ, อนุมัติ and รับทราบ are three acts."""

    DONE = "done", _("Done")
    APPROVED = "approved", _("Approved (อนุมัติ)")
    CONCURRED = "concurred", _("Concurred (เห็นชอบ)")
    REJECTED = "rejected", _("Not passed (ไม่ผ่าน)")
    REVISE = "revise", _("To be improved (ปรับปรุง)")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged (รับทราบ)")


PACES = [
    (Pace.LONGEST.value, _("the most days of each step")),
    (Pace.SHORTEST.value, _("the fewest days of each step")),
]
# These send the work back to an earlier step; the value is what the flow chart calls it.
RETURNING = {Outcome.REJECTED: "reject", Outcome.REVISE: "revise"}
# Which outcomes a step can have; a kind that is not named here can only be done.
OUTCOMES_OF_KIND: dict[str, tuple[Outcome, ...]] = {
    StepKind.APPROVAL: (Outcome.APPROVED, Outcome.CONCURRED, Outcome.REVISE, Outcome.REJECTED),
    StepKind.ACKNOWLEDGEMENT: (Outcome.ACKNOWLEDGED,),
}


def person_name(person: Any) -> str:
    """How a person is called on screen; a dash for nobody and for who is no longer there."""
    return (person.get_full_name() or person.get_username()) if person else "–"


class RecordIsClosed(Exception):
    """Somebody tried to change what is history already."""

    def __init__(self) -> None:
        super().__init__(_now("What is finished stays in the history and is not changed."))


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds by their state."""

    def running(self) -> RoundQuerySet:
        """Those that are not closed."""
        return self.filter(closed_at__isnull=True)

    def with_steps(self) -> RoundQuerySet:
        """Everything that boards and pages read, in two queries."""
        steps = RoundStep.objects.select_related("step", "recorded_by")
        return self.select_related("procedure", "version__procedure", "plan").prefetch_related(
            models.Prefetch("round_steps", queryset=steps)
        )


class Round(models.Model):
    """One procedure in one fiscal year of one office; it keeps the version it began with."""

    site = models.ForeignKey(
        "wagtailcore.Site", models.PROTECT, related_name="+", verbose_name=_("Office")
    )
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="rounds", verbose_name=_("Procedure")
    )
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="rounds", verbose_name=_("Version")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("Fiscal year (B.E.)"))
    starts_on = models.DateField(_("Starts on"))
    pace = models.CharField(
        _("Planned with"),
        max_length=3,
        choices=PACES,
        default=Pace.LONGEST.value,
    )
    plan = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Plan that the round makes"),
    )
    remarks_from_last_year = models.TextField(_("Remarks from last year"), blank=True)
    remarks_for_next_year = models.TextField(_("Remarks for next year"), blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("Opened by"),
    )
    opened_at = models.DateTimeField(_("Opened at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("Closed at"), null=True, editable=False)
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-fiscal_year", "procedure__sort_order"]
        permissions = [
            ("decide_round", "Can decide and acknowledge in rounds"),
            ("reopen_round", "Can reopen closed rounds"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "procedure", "fiscal_year"], name="one_round_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure.code} {self.fiscal_year}"

    def get_absolute_url(self) -> str:
        """Its page in the admin; the public reads plans, not rounds."""
        return reverse("rounds_round", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """Whether every step is finished; a closed round is read only."""
        return self.closed_at is not None

    @cached_property
    def attempts(self) -> list[RoundStep]:
        """Every attempt of every step, in the order of the table."""
        rows = sorted(self.round_steps.all(), key=lambda row: (row.step.seq, row.attempt))
        for row in rows:
            row.round = self
        return rows

    @property
    def current_steps(self) -> list[RoundStep]:
        """The newest attempt of each step."""
        return list({row.step_id: row for row in self.attempts}.values())

    @property
    def open_step(self) -> RoundStep | None:
        """The step that is being worked on; nothing in a closed round."""
        return next((row for row in self.current_steps if row.is_open), None)

    @property
    def percentage(self) -> int:
        """How much of the work is finished, counted in steps."""
        steps = self.current_steps
        finished = sum(row.finished_on is not None for row in steps)
        return 100 * finished // len(steps) if steps else 0


class RoundStepQuerySet(models.QuerySet["RoundStep"]):
    """Attempts by their state."""

    def open(self) -> RoundStepQuerySet:
        """What is being worked on now."""
        return self.filter(started_on__isnull=False, finished_on__isnull=True)


class RoundStep(models.Model):
    """One attempt at a step: `planned_*` is the baseline, `due` the deadline in force."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="round_steps")
    step = models.ForeignKey(ProcedureStep, models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField(_("Attempt"), default=1)
    days = models.PositiveSmallIntegerField(_("Own number of days"), null=True, blank=True)
    activities = models.PositiveSmallIntegerField(_("Number of activities"), null=True, blank=True)
    fixed_due = models.DateField(_("Due on a date of our own"), null=True, blank=True)
    planned_start = models.DateField(_("Planned start"), null=True)
    planned_due = models.DateField(_("Planned due date"), null=True)
    due = models.DateField(_("Due"), null=True)
    started_on = models.DateField(_("Started on"), null=True)
    finished_on = models.DateField(_("Finished on"), null=True)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome.choices, blank=True)
    remark = models.TextField(_("Note on the outcome"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("Recorded by"),
    )
    recorded_at = models.DateTimeField(_("Recorded at"), null=True)

    objects = RoundStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a round")
        verbose_name_plural = _("steps of rounds")
        ordering = ["step__seq", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["round", "step", "attempt"], name="attempt_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(started_on__isnull=False, finished_on__isnull=True),
                name="one_open_step_a_round",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=F("started_on")),
                name="step_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True, outcome="")
                | (Q(finished_on__isnull=False) & ~Q(outcome="")),
                name="finished_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.step)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change an attempt that is finished."""
        stored = type(self).objects.filter(pk=self.pk, finished_on__isnull=False)
        if self.pk and stored.exists():
            raise RecordIsClosed
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on."""
        return self.started_on is not None and self.finished_on is None

    @property
    def recorder(self) -> str:
        """The name of whoever recorded the outcome."""
        return person_name(self.recorded_by)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """How it can end."""
        return OUTCOMES_OF_KIND.get(self.step.kind, (Outcome.DONE,))

    @property
    def is_decision(self) -> bool:
        """Whether the director ends it, not the working group."""
        return self.step.kind in OUTCOMES_OF_KIND

    @property
    def duration(self) -> Duration:
        """What the procedure states for it."""
        step = self.step
        return Duration(
            step.duration_min, step.duration_max, step.duration_unit, step.duration_basis
        )

    @property
    def timing(self) -> Timing:
        """What the round decided for it."""
        return Timing(self.days, self.activities, self.fixed_due)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been finished by now, or was finished late."""
        return self.due is not None and (self.finished_on or today) > self.due
