"""The flow chart of a version: boxes, and the ways between them."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .rows import VersionRow, in_readers_language, version_key

_KEY = RegexValidator(r"^[A-Z][A-Z0-9]{0,3}\Z", _("A letter A to Z, such as A or B."))


class NodeType(models.TextChoices):
    """The symbols of the document's legend."""

    START = "start", _("Start")
    PROCESS = "process", _("Activity")
    DECISION = "decision", _("Decision")
    CONNECTOR = "connector", _("Connector")
    END = "end", _("End")


class EdgeKind(models.TextChoices):
    """What a way between two boxes means; the outcomes of a decision are three of them."""

    NEXT = "next", _("Next step")
    APPROVE = "approve", _("Approved (ผ่าน)")
    REJECT = "reject", _("Not passed (ไม่ผ่าน)")
    REVISE = "revise", _("To be improved (ปรับปรุง)")
    RETURN = "return", _("Back to an earlier step")


class Origin(models.TextChoices):
    """Whether the office's document draws it, or the order of the steps suggests it."""

    SEED = "seed", _("In the office's document")
    INFERRED = "inferred", _("Inferred from the order of the steps")
    STAFF = "staff", _("Drawn by staff")


class FlowNode(VersionRow):
    """A box of the flow chart; one without a step has no row in the standard table."""

    version = version_key("flow_nodes")
    key = models.CharField(_("Letter of the box"), max_length=4, validators=[_KEY])
    label_th = models.CharField(_("Text in Thai"), max_length=255)
    label_en = models.CharField(_("Text in English"), max_length=255, blank=True)
    type = models.CharField(_("Symbol"), max_length=10, choices=NodeType.choices)
    step_seq = models.PositiveSmallIntegerField(
        _("Step number"),
        null=True,
        blank=True,
        help_text=_("Leave empty where the table has no row for the box."),
    )
    decided_by_th = models.CharField(_("Decided by"), max_length=120, blank=True)
    covers_narrative = models.JSONField(default=list, blank=True, editable=False)
    origin = models.CharField(
        _("Where it is from"), max_length=10, choices=Origin.choices, default=Origin.STAFF
    )
    origin_note_en = models.CharField(max_length=255, blank=True, editable=False)
    origin_note_th = models.CharField(max_length=255, blank=True, editable=False)

    class Meta(VersionRow.Meta):
        verbose_name = _("box of a flow chart")
        verbose_name_plural = _("boxes of flow charts")

    def __str__(self) -> str:
        return f"{self.key} {self.label}"

    @property
    def label(self) -> str:
        """Its text in the reader's language."""
        return in_readers_language(self.label_th, self.label_en)

    @property
    def origin_note(self) -> str:
        """Where the box is from, in the reader's language."""
        return in_readers_language(self.origin_note_th, self.origin_note_en)


class FlowEdge(VersionRow):
    """A way from one box to another."""

    version = version_key("flow_edges")
    source = models.CharField(_("From box"), max_length=4, validators=[_KEY])
    target = models.CharField(_("To box"), max_length=4, validators=[_KEY])
    label_th = models.CharField(_("Text in Thai"), max_length=120, blank=True)
    label_en = models.CharField(_("Text in English"), max_length=120, blank=True)
    kind = models.CharField(
        _("Meaning"), max_length=10, choices=EdgeKind.choices, default=EdgeKind.NEXT
    )
    origin = models.CharField(
        _("Where it is from"), max_length=10, choices=Origin.choices, default=Origin.STAFF
    )
    origin_note_en = models.CharField(max_length=255, blank=True, editable=False)
    origin_note_th = models.CharField(max_length=255, blank=True, editable=False)

    class Meta(VersionRow.Meta):
        verbose_name = _("way of a flow chart")
        verbose_name_plural = _("ways of flow charts")

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    @property
    def origin_note(self) -> str:
        """Why the way is inferred, in the reader's language."""
        return in_readers_language(self.origin_note_th, self.origin_note_en)

    @property
    def label(self) -> str:
        """Its text in the reader's language."""
        return in_readers_language(self.label_th, self.label_en)
