"""Form F1-2: the ready-made draft of a plan, as data in `seed/template_<kind>.json`."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_SEED = Path(__file__).resolve().parent / "seed"


@cache
def template(kind: str) -> dict[str, Any]:
    """Chapters with hints, reference documents and steps of the procedure for a kind of plan."""
    data: dict[str, Any] = json.loads((_SEED / f"template_{kind}.json").read_text("utf-8"))
    return data


def redo_steps(kind: str) -> list[tuple[int, str]]:
    """The steps up to the approval; none for work plans, whose three procedures differ."""
    return [
        (step["number"], f"{step['number']}. {step['name']}") for step in template(kind)["steps"]
    ]


def chapters(kind: str) -> list[dict[str, Any]]:
    """The chapters as a StreamField takes them, each with its hints."""
    return [
        {
            "type": "chapter",
            "value": {
                "role": row["role"],
                "title": row["title"],
                "body": [{"type": "hint", "value": {"text": hint}} for hint in row["hints"]],
            },
        }
        for row in template(kind)["chapters"]
    ]


def references(kind: str) -> list[tuple[str, date | None]]:
    """The reference documents; a title that names its last year is valid to the end of it."""
    rows = template(kind)["references"]
    return [
        (row["reference"], date.fromisoformat(row["valid_until"]) if row["valid_until"] else None)
        for row in rows
    ]
