"""The sections around the table: objectives, definitions, narrative, forms, references, notes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .rows import NumberList, VersionRow, in_readers_language, version_key


class SeedRow(VersionRow):
    """A row that the office's document writes in a line of its own, perhaps with a number."""

    no_seed = models.CharField(
        _("Number as in the document"),
        max_length=10,
        blank=True,
        help_text=_("With Thai digits, such as ๕.๑."),
    )
    no = models.CharField(
        _("Number"), max_length=10, blank=True, help_text=_("With digits 0-9, such as 5.1.")
    )
    seed_line = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta(VersionRow.Meta):
        abstract = True


class ProcedureObjective(SeedRow):
    """An objective (วัตถุประสงค์)."""

    version = version_key("objectives")
    text_th = models.TextField(_("Text"))

    class Meta(SeedRow.Meta):
        verbose_name = _("objective of a procedure")
        verbose_name_plural = _("objectives of procedures")

    def __str__(self) -> str:
        return self.text_th


class ProcedureDefinition(VersionRow):
    """A term and what it means (คำจำกัดความ)."""

    version = version_key("definitions")
    term_th = models.CharField(_("Term in Thai"), max_length=255)
    term_en = models.CharField(_("Term in English"), max_length=255, blank=True)
    meaning_th = models.TextField(_("Meaning"))
    seed_line = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta(VersionRow.Meta):
        verbose_name = _("definition of a term")
        verbose_name_plural = _("definitions of terms")

    def __str__(self) -> str:
        return self.term_th


class NarrativeStep(SeedRow):
    """A numbered sentence of ขั้นตอนการปฏิบัติงาน; the table has rows of its own."""

    version = version_key("narrative_steps")
    text_th = models.TextField(_("Text"))
    note_en = models.CharField(_("Note in English"), max_length=255, blank=True)
    note_th = models.CharField(_("Note in Thai"), max_length=255, blank=True)

    class Meta(SeedRow.Meta):
        verbose_name = _("narrative step")
        verbose_name_plural = _("narrative steps")

    def __str__(self) -> str:
        return f"{self.no} {self.text_th}"


class FormKind(models.TextChoices):
    """What a form is."""

    SURVEY = "survey", _("Survey")
    DOCUMENT_TEMPLATE = "document_template", _("Form of a document")


class ProcedureForm(SeedRow):
    """A form that the procedure uses (แบบฟอร์มที่ใช้)."""

    version = version_key("forms")
    code = models.CharField(_("Code"), max_length=20, help_text=_("Our own code, as in F1-1."))
    name_th = models.CharField(_("Thai name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=FormKind.choices)

    class Meta(SeedRow.Meta):
        verbose_name = _("form of a procedure")
        verbose_name_plural = _("forms of procedures")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name_th, self.name_en)


class ProcedureReference(SeedRow):
    """A document that the procedure refers to; expired ones stay, and are marked."""

    version = version_key("references")
    text_th = models.TextField(_("Text"))
    valid_until = models.DateField(
        _("Valid until"),
        null=True,
        blank=True,
        help_text=_("Only where the document itself says so; empty means without end."),
    )

    class Meta(SeedRow.Meta):
        verbose_name = _("reference of a procedure")
        verbose_name_plural = _("references of procedures")

    def __str__(self) -> str:
        return self.text_th


class Section(models.TextChoices):
    """The parts of the page in their order, which notes can stand beside."""

    KPI = "kpi", _("Key indicator")
    OBJECTIVES = "objectives", _("Objectives of the work")
    SCOPE = "scope", _("Scope")
    DEFINITIONS = "definitions", _("Definitions")
    NARRATIVE = "narrative", _("Steps of the work")
    FLOW = "flow", _("Flow chart")
    STEPS = "steps", _("Standard table")
    FORMS = "forms", _("Forms")
    REFERENCES = "references", _("References")


class ProcedureAnomaly(VersionRow):
    """Something odd in the office's document, shown beside what it concerns, never mended."""

    version = version_key("anomalies")
    section = models.CharField(_("Stands beside"), max_length=12, choices=Section.choices)
    step_seqs = NumberList(
        _("Step numbers"),
        default=list,
        blank=True,
        help_text=_("Rows of the table it speaks of, with commas between."),
    )
    text_en = models.TextField(_("Text in English"), blank=True)
    text_th = models.TextField(_("Text in Thai"))

    class Meta(VersionRow.Meta):
        verbose_name = _("note on the document")
        verbose_name_plural = _("notes on the document")

    def __str__(self) -> str:
        return in_readers_language(self.text_th, self.text_en)


class LegendSymbol(VersionRow):
    """A symbol of the flow chart with its meaning (อธิบายสัญลักษณ์ผังขั้นตอน)."""

    version = version_key("legend")
    symbol = models.CharField(_("Symbol"), max_length=4)
    meaning_th = models.CharField(_("Meaning in Thai"), max_length=255)
    meaning_en = models.CharField(_("Meaning in English"), max_length=255, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = _("symbol of a flow chart")
        verbose_name_plural = _("symbols of flow charts")

    def __str__(self) -> str:
        return f"{self.symbol} {self.meaning}"

    @property
    def meaning(self) -> str:
        """The meaning in the reader's language."""
        return in_readers_language(self.meaning_th, self.meaning_en)
