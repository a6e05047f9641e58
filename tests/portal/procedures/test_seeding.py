"""The office's document is there in full: nothing smoothed, nothing lost, nothing overwritten."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from portal.procedures.models import Procedure, ProcedureVersion
from portal.procedures.seeding import last_day_of_years, load, seed
from portal.procedures.versions import new_draft, publish
from tests.seeded_site import row_counts

THAI = re.compile("[\u0e00-\u0e7f]")
CODES = [f"DE-0{number}" for number in range(1, 6)]
# What of the file belongs to no procedure, and why.
ELSEWHERE = {
    "learning_modes": "the catalogue has the five ways to learn; their Thai names are ours",
    "terms": "abbreviations of the offices, written out in the procedures themselves",
    "unit": "its name is each procedure's unit; the short form is not in the document",
    "office_named_in_seed": "stands in the second key indicator of DE-05",
    "exactness": "about the file",
    "generated_from": "about the file",
    "legend": "the legend of DE-02, tested there",
    "legend_note": "told by the legend's own note on each page",
}


def thai_strings(value: Any) -> Iterator[str]:
    """Every text with a Thai letter in it, however deep."""
    if isinstance(value, dict):
        for each in value.values():
            yield from thai_strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from thai_strings(each)
    elif isinstance(value, str) and THAI.search(value):
        yield value


def page_text(client: Client, address: str) -> str:
    """What a reader of the page can read: no scripts, no tags, no picture."""
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    page = page.partition("<main")[2].partition("</main>")[0]
    page = re.sub(r"<(script|svg|title)\b.*?</\1>", "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize("code", CODES)
def test_every_thai_text_of_the_document_is_on_the_page(
    client: Client, five: dict[str, Procedure], code: str
) -> None:
    (row,) = [row for row in load("procedures")["procedures"] if row["code"] == code]
    text = page_text(client, five[code].get_absolute_url())

    wanted = list(thai_strings(row))

    assert len(wanted) >= 80
    assert [each for each in wanted if each not in text] == []


@pytest.mark.parametrize("code", CODES)
def test_the_english_page_keeps_the_document_too(
    client: Client, five: dict[str, Procedure], code: str
) -> None:
    (row,) = [row for row in load("procedures")["procedures"] if row["code"] == code]
    text = page_text(client, f"/en{five[code].get_absolute_url()}")
    raw = {"cells": [step["seed_cells"] for step in row["steps"]]}
    for name in ("name_th", "scope_th", "objectives", "definitions", "narrative_steps"):
        raw[name] = row[name]
    for name in ("references", "anomalies"):
        raw[name] = row[name]

    assert [each for each in thai_strings(raw) if each not in text] == []


def test_nothing_of_the_file_is_forgotten(five: dict[str, Procedure], client: Client) -> None:
    data = load("procedures")
    told = {name for name, value in data.items() if any(thai_strings(value))}
    text = page_text(client, five["DE-02"].get_absolute_url())

    assert told - {"procedures"} <= ELSEWHERE.keys()
    assert [each for each in thai_strings(data["legend"]) if each not in text] == []
    office = data["office_named_in_seed"]["text_th"]
    assert office in page_text(client, five["DE-05"].get_absolute_url())


def test_every_remark_has_thai_and_stands_beside_something(five: dict[str, Procedure]) -> None:
    for procedure in five.values():
        for note in procedure.current.anomalies.all():
            assert THAI.search(note.text_th)
            assert note.section in ("narrative", "flow", "steps", "references", "kpi")


def test_durations_keep_their_five_bases_and_days_are_not_working_days(
    five: dict[str, Procedure],
) -> None:
    steps = {code: list(row.current.steps.all()) for code, row in five.items()}

    assert {step.duration_basis for rows in steps.values() for step in rows} == {
        "range",
        "fixed",
        "per_activity",
        "per_plan",
        "unspecified",
    }
    assert steps["DE-01"][3].duration_unit == "day"
    assert steps["DE-01"][2].duration_unit == "working_day"
    assert (steps["DE-03"][4].duration_raw_th, steps["DE-03"][4].duration_min) == (
        "ตามที่ระบุในแผนงาน",
        None,
    )


def test_only_ways_that_the_document_draws_are_its_own(five: dict[str, Procedure]) -> None:
    origins = {
        code: {edge.origin for edge in row.current.flow_edges.all()} for code, row in five.items()
    }

    assert origins == {
        "DE-01": {"seed"},
        "DE-02": {"seed"},
        "DE-03": {"seed"},
        "DE-04": {"inferred"},
        "DE-05": {"inferred"},
    }


@pytest.mark.parametrize(
    ("code", "seq", "outcome", "step"),
    [
        ("DE-01", 4, "reject", 2),
        ("DE-01", 4, "revise", 2),
        ("DE-01", 4, "approve", 5),
        ("DE-02", 4, "reject", 2),  # through box F, which has no row
        ("DE-02", 4, "revise", None),  # the document draws no such way
        ("DE-03", 4, "reject", 2),
        ("DE-04", 4, "reject", 3),
        ("DE-05", 7, "reject", 3),
        ("DE-05", 1, "reject", None),
        ("DE-05", 999_999, "reject", None),
    ],
)
def test_where_a_refusal_returns_to(
    five: dict[str, Procedure], code: str, seq: int, outcome: str, step: int | None
) -> None:
    assert five[code].current.return_step(seq, outcome) == step


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("แผนพัฒนาเศรษฐกิจฯ ฉบับที่ ๑๒ (พ.ศ. ๒๕๖๐ – ๒๕๖๔)", date(2021, 12, 31)),
        ("แผนแม่บท พ.ศ. ๒๕๔๐ - ๒๕๔๔", date(2001, 12, 31)),
        ("พระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. ๒๕๖๒", None),
        ("แผนปฏิรูปประเทศ (ฉบับปรับปรุง)", None),
    ],
)
def test_a_reference_is_valid_until_the_year_that_it_names(text: str, until: date | None) -> None:
    assert last_day_of_years(text) == until


def test_seeding_twice_changes_nothing(five: dict[str, Procedure]) -> None:
    before = row_counts()
    seed(lambda _line: None)
    assert row_counts() == before


def test_seeding_never_overwrites_what_staff_revised(five: dict[str, Procedure]) -> None:
    draft = new_draft(five["DE-01"])
    draft.name_th = "ชื่อที่เจ้าหน้าที่แก้"
    draft.save()
    publish(draft)
    second = new_draft(five["DE-01"])

    seed(lambda _line: None)

    assert ProcedureVersion.objects.current().get(procedure__code="DE-01").name_th == draft.name_th
    assert ProcedureVersion.objects.drafts().get() == second
