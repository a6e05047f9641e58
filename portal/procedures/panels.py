"""What the form of a draft shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from .models import Section


def _fields(*names: str) -> list[Panel]:
    return [FieldPanel(name) for name in names]


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel(_fields(*names))


def _inline(name: str, label: Any, panels: Iterable[Panel], heading: Any) -> InlinePanel:
    return InlinePanel(name, panels=list(panels), label=label, heading=heading)


def version_panels() -> TabbedInterface:
    """A draft tab by tab, as the document is divided."""
    return TabbedInterface([_about(), _texts(), _steps(), _flow(), _sources(), _remarks()])


def _about() -> ObjectList:
    kpi = _fields("kpi_th", "kpi_en", "kpi_th_page2")
    return ObjectList(
        [
            FieldPanel("change_note"),
            MultiFieldPanel(_fields("name_th", "name_en", "document_code"), heading=_("Name")),
            MultiFieldPanel(_fields("unit_th", "unit_en"), heading=_("Unit of the office")),
            MultiFieldPanel(kpi, heading=Section.KPI.label),
        ],
        heading=_("About the procedure"),
    )


def _texts() -> ObjectList:
    numbered = [_row("no_seed", "no"), *_fields("text_th")]
    terms = _fields("term_th", "term_en", "meaning_th")
    notes = _fields("note_th", "note_en")
    return ObjectList(
        [
            _inline("objectives", _("objective"), numbered, Section.OBJECTIVES.label),
            FieldPanel("scope_th"),
            _inline("definitions", _("term"), terms, Section.DEFINITIONS.label),
            _inline(
                "narrative_steps", _("narrative step"), [*numbered, *notes], Section.NARRATIVE.label
            ),
        ],
        heading=_("Texts"),
    )


def _steps() -> ObjectList:
    panels = [
        _row("seq", "kind"),
        *_fields("name_th", "name_en", "name_source", "detail_th", "detail_en"),
        MultiFieldPanel(
            [
                FieldPanel("duration_raw_th"),
                FieldPanel("duration_basis"),
                _row("duration_min", "duration_max", "duration_unit"),
            ],
            heading=_("Duration"),
        ),
        *_fields("quality_standard_th", "responsible_th", "responsible_en", "narrative_refs"),
        *_fields("note_th", "note_en"),
    ]
    return ObjectList(
        [_inline("steps", _("step"), panels, Section.STEPS.label)], heading=Section.STEPS.label
    )


def _flow() -> ObjectList:
    boxes = [
        _row("key", "type", "step_seq"),
        *_fields("label_th", "label_en", "decided_by_th", "origin"),
    ]
    ways = [_row("source", "target"), *_fields("kind", "label_th", "label_en", "origin")]
    symbols = _fields("symbol", "meaning_th", "meaning_en")
    return ObjectList(
        [
            _inline("flow_nodes", _("box"), boxes, _("Boxes of the flow chart")),
            _inline("flow_edges", _("way"), ways, _("Ways between the boxes")),
            _inline("legend", _("symbol"), symbols, _("What the symbols mean")),
            *_fields("legend_note_th", "legend_note_en"),
        ],
        heading=Section.FLOW.label,
    )


def _sources() -> ObjectList:
    form = [_row("code", "no_seed", "no"), *_fields("name_th", "name_en", "kind")]
    reference = [_row("no_seed", "no", "valid_until"), *_fields("text_th")]
    return ObjectList(
        [
            _inline("forms", _("form"), form, Section.FORMS.label),
            _inline("references", _("reference"), reference, Section.REFERENCES.label),
        ],
        heading=_("Forms and references"),
    )


def _remarks() -> ObjectList:
    remark = _fields("section", "step_seqs", "text_th", "text_en")
    return ObjectList(
        [_inline("anomalies", _("remark"), remark, _("Remarks on the office's document"))],
        heading=_("Remarks"),
    )
