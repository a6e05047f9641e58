"""Procedures (กระบวนงาน) and their versions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from modelcluster.models import ClusterableModel

from .rows import PublishedIsClosed, in_readers_language

# The rows of a version, in the order of the document.
ROWS = (
    *("objectives", "definitions", "narrative_steps", "steps", "flow_nodes", "flow_edges"),
    *("legend", "forms", "references", "anomalies"),
)


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Procedures as the public may see them."""

    def public(self) -> ProcedureQuerySet:
        """Only those of which a version is published."""
        published = ProcedureVersion.objects.published().filter(procedure=models.OuterRef("pk"))
        return self.filter(models.Exists(published))


class Procedure(models.Model):
    """One standard piece of work of the office; what it says stands in its versions."""

    code = models.CharField(
        _("Code"), max_length=20, unique=True, help_text=_("Our own code, as in DE-01.")
    )
    slug = models.SlugField(_("Address name"), max_length=80, unique=True)
    sort_order = models.PositiveSmallIntegerField(_("Order"), default=0)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        current = self.current
        return f"{self.code} {current.name}" if current else self.code

    def get_absolute_url(self) -> str:
        """The public page of the current version."""
        return reverse("procedures:detail", args=[self.slug])

    @cached_property
    def current(self) -> ProcedureVersion | None:
        """The newest published version; nothing where none is published yet."""
        return ProcedureVersion.objects.published().filter(procedure=self).first()


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    """Versions by their state."""

    def published(self) -> ProcedureVersionQuerySet:
        """What the public may read, newest first."""
        return self.filter(published_at__isnull=False)

    def current(self) -> ProcedureVersionQuerySet:
        """The newest published version of each procedure, in their order."""
        newer = ProcedureVersion.objects.published().filter(
            procedure=models.OuterRef("procedure"), number__gt=models.OuterRef("number")
        )
        return self.published().exclude(models.Exists(newer)).select_related("procedure")

    def with_rows(self) -> ProcedureVersionQuerySet:
        """All that the page shows, in a number of queries that does not grow."""
        return self.select_related("procedure", "published_by").prefetch_related(*ROWS)

    def drafts(self) -> ProcedureVersionQuerySet:
        """What staff still work on."""
        return self.filter(published_at__isnull=True)


class ProcedureVersion(ClusterableModel):
    """What a procedure says: a draft until it is published, and read only from then on.

    Thai texts are those of the office's document, byte for byte; English ones are ours.
    """

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name=_("Procedure")
    )
    number = models.PositiveSmallIntegerField(_("Version"), validators=[MinValueValidator(1)])
    published_at = models.DateTimeField(_("Published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Published by"),
    )
    change_note = models.TextField(
        _("What is new in this version"), blank=True, help_text=_("The public reads it.")
    )
    document_code = models.CharField(_("Document code"), max_length=60, blank=True)
    document_code_note_en = models.CharField(max_length=255, blank=True, editable=False)
    document_code_note_th = models.CharField(max_length=255, blank=True, editable=False)
    name_th = models.CharField(_("Thai name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)
    unit_th = models.CharField(_("Unit in Thai"), max_length=255)
    unit_en = models.CharField(_("Unit in English"), max_length=255, blank=True)
    scope_th = models.TextField(_("Scope"))
    scope_seed_line = models.PositiveSmallIntegerField(null=True, editable=False)
    kpi_th = models.TextField(_("Key indicator in Thai"), blank=True)
    kpi_en = models.TextField(_("Key indicator in English"), blank=True)
    kpi_th_page2 = models.TextField(
        _("Key indicator as on the second page of the document"), blank=True
    )
    flow_source = models.CharField(max_length=60, blank=True, editable=False)
    flow_mermaid = models.TextField(blank=True, editable=False)
    legend_note_th = models.CharField(_("Note on the symbols in Thai"), max_length=255, blank=True)
    legend_note_en = models.CharField(
        _("Note on the symbols in English"), max_length=255, blank=True
    )
    seed_line = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a procedure")
        verbose_name_plural = _("versions of procedures")
        ordering = ["procedure__sort_order", "-number"]
        permissions = [
            ("publish_procedureversion", gettext_noop("Can publish versions of procedures"))
        ]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=models.Q(published_at__isnull=True),
                name="one_draft_a_procedure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure.code} {self.name} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what is published."""
        self._refuse_when_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse to delete what is published."""
        self._refuse_when_published()
        return super().delete(*args, **kwargs)

    def _refuse_when_published(self) -> None:
        stored = type(self).objects.published().filter(pk=self.pk)
        if self.pk and stored.exists():
            raise PublishedIsClosed

    @property
    def is_published(self) -> bool:
        """Whether the public may read it."""
        return self.published_at is not None

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name_th, self.name_en)

    @property
    def unit(self) -> str:
        """The office's unit in the reader's language."""
        return in_readers_language(self.unit_th, self.unit_en)

    @property
    def kpi(self) -> str:
        """The key indicator in the reader's language."""
        return in_readers_language(self.kpi_th, self.kpi_en)

    def get_absolute_url(self) -> str:
        """The public page of this very version."""
        return reverse("procedures:version", args=[self.procedure.slug, self.number])

    def return_step(self, seq: int, outcome: str) -> int | None:
        """The step to which an outcome (`reject`, `revise`) at a decision step leads.

        Boxes without a row of their own are passed through, as DE-02's box F. Nothing where the
        flow has no such way.
        """
        nodes = {node.key: node for node in self.flow_nodes.all()}
        edges = list(self.flow_edges.all())
        at_step = {key for key, node in nodes.items() if node.step_seq == seq}
        key = next((e.target for e in edges if e.source in at_step and e.kind == outcome), None)
        for _hop in nodes:
            if key not in nodes or nodes[key].step_seq is not None:
                break
            key = next((edge.target for edge in edges if edge.source == key), None)
        return nodes[key].step_seq if key in nodes else None
