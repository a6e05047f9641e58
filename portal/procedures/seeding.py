"""The office's five procedures as its document has them: version 1, once and for all.

`seed/procedures.json` holds the document's Thai texts byte for byte; `seed/additions.json` is ours.
A procedure that is there is left alone, so nothing that staff revised is ever overwritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalog.seeding.telling import Count, Say, count, plural_name, tell_added
from portal.core.thai_calendar import BUDDHIST_OFFSET

from .models import (
    FlowEdge,
    FlowNode,
    LegendSymbol,
    NarrativeStep,
    Origin,
    Procedure,
    ProcedureAnomaly,
    ProcedureDefinition,
    ProcedureForm,
    ProcedureObjective,
    ProcedureReference,
    ProcedureStep,
    ProcedureVersion,
    Round,
)
from .models.rows import VersionRow
from .round_samples import remove_samples, seed_samples
from .versions import publish

__all__ = ["counts", "remove_samples", "seed", "seed_samples"]

_SEED = Path(__file__).resolve().parent / "seed"
_YEARS = re.compile(r"([๐-๙]{4})\s*[–-]\s*([๐-๙]{4})")
_DOCUMENT_WORD = "กระบวนการ"
_FIRST_NOTE = "ฉบับแรก ตามเอกสารต้นฉบับของสำนักงาน"

Row = dict[str, Any]


@dataclass(frozen=True)
class _Ours:
    """What we add to one procedure of the document."""

    notes: dict[str, str]
    anomalies: list[Row]
    legend: Row
    scope_line: int | None

    def in_thai(self, note: str) -> str:
        """The Thai twin of an English note."""
        return self.notes[note] if note else ""


def seed(say: Say) -> None:
    """Add and publish the procedures that are missing."""
    data, ours = load("procedures"), load("additions")
    there = set(Procedure.objects.values_list("code", flat=True))
    missing = [row for row in data["procedures"] if row["code"] not in there]
    for row in missing:
        code = row["code"]
        _add(
            row,
            data["legend"],
            _Ours(
                notes=ours["notes_th"],
                anomalies=ours["anomalies"][code],
                legend=ours["legend"][code],
                scope_line=ours["scope_seed_lines"].get(code),
            ),
        )
    tell_added(say, plural_name(Procedure), len(missing), len(data["procedures"]) - len(missing))


def counts() -> list[Count]:
    """How many procedures and versions there are."""
    return [count(Procedure), count(ProcedureVersion), count(Round)]


def load(name: str) -> Any:
    """One of the files of seed data."""
    return json.loads((_SEED / f"{name}.json").read_text(encoding="utf-8"))


def last_day_of_years(text: str) -> date | None:
    """The end of the years that a reference names (๒๕๖๐ – ๒๕๖๔); the year of a law is no end."""
    years = _YEARS.search(text)
    return date(int(years[2]) - BUDDHIST_OFFSET, 12, 31) if years else None


def _add(row: Row, legend: list[Row], ours: _Ours) -> None:
    procedure = Procedure.objects.create(
        code=row["code"], slug=row["slug"], sort_order=row["order"]
    )
    own = ("document_code", "name_th", "name_en", "unit_th", "unit_en", "scope_th", "kpi_th")
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=1,
        **{name: row[name] for name in (*own, "kpi_en", "seed_line")},
        kpi_th_page2=row.get("kpi_th_page2", ""),
        document_code_note_en=row["document_code_note"],
        document_code_note_th=ours.in_thai(row["document_code_note"]),
        scope_seed_line=ours.scope_line,
        flow_source=row["flow"]["source"],
        flow_mermaid=row["flow"]["mermaid_seed"],
        legend_note_th=ours.legend["note_th"],
        legend_note_en=ours.legend["note_en"],
        change_note=_FIRST_NOTE,
    )
    _insert(version, ProcedureObjective, row["objectives"])
    _insert(version, ProcedureDefinition, row["definitions"])
    _insert(version, NarrativeStep, (_narrative(each, ours) for each in row["narrative_steps"]))
    _insert(version, ProcedureStep, (_step(each, ours) for each in row["steps"]))
    _insert(version, FlowNode, (_node(each, row["flow"], ours) for each in row["flow"]["nodes"]))
    _insert(version, FlowEdge, (_edge(each, row["flow"], ours) for each in row["flow"]["edges"]))
    _insert(version, ProcedureForm, row["forms"])
    _insert(version, ProcedureReference, map(_reference, row["references"]))
    _insert(version, ProcedureAnomaly, _anomalies(row["anomalies"], ours))
    _insert(version, LegendSymbol, (_symbol(each, ours) for each in legend))
    publish(ProcedureVersion.objects.get(pk=version.pk))


def _insert(version: ProcedureVersion, model: type[VersionRow], rows: Iterable[Row]) -> None:
    model._default_manager.bulk_create(
        model(version=version, sort_order=place, **row) for place, row in enumerate(rows)
    )


def _narrative(row: Row, ours: _Ours) -> Row:
    note = row.get("note", "")
    kept = {name: row[name] for name in ("no_seed", "no", "text_th", "seed_line")}
    return {**kept, "note_en": note, "note_th": ours.in_thai(note)}


def _step(row: Row, ours: _Ours) -> Row:
    kept = {
        name: value for name, value in row.items() if name not in ("duration", "flow_nodes", "note")
    }
    duration = row["duration"]
    return {
        **kept,
        "duration_raw_th": duration["raw_th"],
        "duration_min": duration["min"],
        "duration_max": duration["max"],
        "duration_unit": duration["unit"] or "",
        "duration_basis": duration["basis"],
        "note_en": row["note"],
        "note_th": ours.in_thai(row["note"]),
    }


def _node(row: Row, flow: Row, ours: _Ours) -> Row:
    decision: Row = next((each for each in flow["decisions"] if each["node"] == row["id"]), {})
    return {
        "key": row["id"],
        **{name: row[name] for name in ("label_th", "label_en", "type", "step_seq")},
        "decided_by_th": decision.get("decided_by_th", ""),
        "covers_narrative": decision.get("covers_narrative", []),
        **_origin(row["source"], ours),
    }


def _edge(row: Row, flow: Row, ours: _Ours) -> Row:
    # The reason why a way is inferred stands with the decision's outcome.
    told = [
        outcome["source"]
        for decision in flow["decisions"]
        for outcome in decision["outcomes"]
        if (decision["node"], outcome["outcome"]) == (row["from"], row["kind"])
    ]
    return {
        "source": row["from"],
        "target": row["to"],
        **{name: row[name] for name in ("label_th", "label_en", "kind")},
        **_origin(told[0] if told else row["source"], ours),
    }


def _origin(source: str, ours: _Ours) -> Row:
    note = "" if source in (Origin.SEED, Origin.INFERRED) else source
    return {
        "origin": Origin.SEED if source.startswith("seed") else Origin.INFERRED,
        "origin_note_en": note,
        "origin_note_th": ours.in_thai(note),
    }


def _reference(row: Row) -> Row:
    return {**row, "valid_until": last_day_of_years(row["text_th"])}


def _anomalies(texts: list[str], ours: _Ours) -> list[Row]:
    return [
        {
            "text_en": text,
            "text_th": thai["text_th"],
            "section": thai["section"],
            "step_seqs": thai["steps"],
        }
        for text, thai in zip(texts, ours.anomalies, strict=True)
    ]


def _symbol(row: Row, ours: _Ours) -> Row:
    return {**row, "meaning_th": row["meaning_th"].replace(_DOCUMENT_WORD, ours.legend["word"])}
