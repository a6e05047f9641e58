"""The rows of the standard table: who does what in how many days, and how well."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .rows import VersionRow, WordList, in_readers_language, version_key


class StepKind(models.TextChoices):
    """What sort of work a step is."""

    APPOINTMENT = "appointment", _("Appointment")
    ANALYSIS = "analysis", _("Analysis")
    COLLECTION = "collection", _("Collecting")
    REPOSITORY = "repository", _("Repository")
    DRAFTING = "drafting", _("Drafting")
    APPROVAL = "approval", _("Approval")
    PUBLICATION = "publication", _("Publication")
    IMPLEMENTATION = "implementation", _("Implementation")
    TRAINING = "training", _("Training of people")
    MONITORING = "monitoring", _("Monitoring")
    EVALUATION = "evaluation", _("Evaluation")
    REPORTING = "reporting", _("Reporting")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")


class DurationUnit(models.TextChoices):
    """In which days a duration is written; วัน is not วันทำการ."""

    WORKING_DAY = "working_day", _("working days (วันทำการ)")
    DAY = "day", _("days (วัน)")


class DurationBasis(models.TextChoices):
    """What a duration stands on."""

    RANGE = "range", _("from … to …")
    FIXED = "fixed", _("a fixed number of days")
    PER_ACTIVITY = "per_activity", _("for each activity")
    PER_PLAN = "per_plan", _("as the work plan says")
    UNSPECIFIED = "unspecified", _("not stated")


class NameSource(models.TextChoices):
    """Where the short name of a step is from."""

    FLOW = "seed_flow", _("box of the flow chart")
    DETAIL = "seed_detail", _("detail of the table")
    NARRATIVE_5_5 = "narrative_5.5", _("narrative step 5.5")
    NARRATIVE_5_9 = "narrative_5.9", _("narrative step 5.9")
    STAFF = "staff", _("written by staff")


class ProcedureStep(VersionRow):
    """A row of the standard table (ขั้นตอน)."""

    version = version_key("steps")
    seq = models.PositiveSmallIntegerField(_("Step number"), validators=[MinValueValidator(1)])
    kind = models.CharField(_("Kind of step"), max_length=20, choices=StepKind.choices)
    name_th = models.CharField(_("Thai name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)
    name_source = models.CharField(
        _("Source of the name"),
        max_length=20,
        choices=NameSource.choices,
        default=NameSource.STAFF,
    )
    detail_th = models.TextField(_("Detail in Thai"))
    detail_en = models.TextField(_("Detail in English"), blank=True)
    duration_raw_th = models.CharField(
        _("Duration as written"),
        max_length=100,
        blank=True,
        help_text=_("As the public reads it, such as ๑ - ๕ วันทำการ."),
    )
    duration_min = models.PositiveSmallIntegerField(_("At least (days)"), null=True, blank=True)
    duration_max = models.PositiveSmallIntegerField(_("At most (days)"), null=True, blank=True)
    duration_unit = models.CharField(
        _("Unit of the duration"), max_length=12, choices=DurationUnit.choices, blank=True
    )
    duration_basis = models.CharField(
        _("Basis of the duration"),
        max_length=12,
        choices=DurationBasis.choices,
        default=DurationBasis.UNSPECIFIED,
    )
    quality_standard_th = models.TextField(_("Quality standard"), blank=True)
    responsible_th = models.CharField(_("Responsible, in Thai"), max_length=255)
    responsible_en = models.CharField(_("Responsible, in English"), max_length=255, blank=True)
    responsible_cell_in_seed = models.CharField(max_length=255, blank=True, editable=False)
    responsible_inherited = models.BooleanField(default=False, editable=False)
    narrative_refs = WordList(
        _("Narrative steps"),
        default=list,
        blank=True,
        help_text=_("Numbers as in 5.1, with commas between."),
    )
    seed_cells = models.JSONField(default=list, blank=True, editable=False)
    seed_line = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    note_en = models.TextField(_("Note in English"), blank=True)
    note_th = models.TextField(_("Note in Thai"), blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = _("step of a procedure")
        verbose_name_plural = _("steps of procedures")

    def __str__(self) -> str:
        return f"{self.seq}. {self.name}"

    @property
    def name(self) -> str:
        """The short name in the reader's language."""
        return in_readers_language(self.name_th, self.name_en)

    @property
    def detail(self) -> str:
        """The detail in the reader's language."""
        return in_readers_language(self.detail_th, self.detail_en)

    @property
    def responsible(self) -> str:
        """Who is responsible, in the reader's language."""
        return in_readers_language(self.responsible_th, self.responsible_en)

    @property
    def flow_nodes(self) -> list[str]:
        """The boxes of the flow chart that this row stands for."""
        return [n.key for n in self.version.flow_nodes.all() if n.step_seq == self.seq]
