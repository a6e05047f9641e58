"""A plan of any length with real Thai prose, long tables and cells that are hard to break."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from portal.plans.blocks import ChapterRole
from tests.portal.plans.factories import indicator, project, strategy

PROSE = Path(__file__).parent / "data" / "prose.txt"
HARD = (
    "1234567890" * 5,
    "https://www.example.org/very/long/address/without/any/space?and=a&query=too",
    "กกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกก",
    "มูลนิธิการศึกษาทางไกลผ่านดาวเทียมในพระบรมราชูปถัมภ์",
    "ใหญ่ ฟื้นฟู ญี่ปุ่น น้ำ ก๊ำ",
)


def sentences() -> list[str]:
    """Lines of the office's own procedures, long enough to be prose."""
    lines = (line.strip() for line in PROSE.read_text("utf-8").splitlines())
    return [line for line in lines if len(line) > 40]


def long_plan(pages: int, seed: int = 1) -> dict[str, Any]:
    """The fields of a plan whose PDF has about this many pages."""
    chance, lines = random.Random(seed), sentences()  # noqa: S311  no secret
    roles = list(ChapterRole)
    size = max(1, pages // 18)
    return {
        "title": f"แผนพัฒนาคุณภาพด้านเทคโนโลยีดิจิทัล {pages} หน้า",
        "slug": f"plan-of-{pages}-pages",
        "summary": lines[0][:200],
        "chapters": json.dumps(
            [_chapter(place, role, size, chance, lines) for place, role in enumerate(roles, 1)]
        ),
        "vision": lines[1],
        "strategies": [
            strategy(number=number, title=chance.choice(lines)[:120], description=lines[2])
            for number in range(1, 6)
        ],
        "projects": [
            project(
                number=number,
                strategy_number=chance.randint(1, 5),
                name=chance.choice(lines)[:180],
                owner=chance.choice(HARD),
                rationale="\n\n".join(chance.sample(lines, 2)),
                objectives=chance.choice(lines),
            )
            for number in range(1, pages // 5 + 2)
        ],
        "indicators": [
            indicator(
                strategy_number=chance.randint(1, 5),
                name=chance.choice((*lines, *HARD))[:200],
                years=[{"fiscal_year": 2570, "target": "80.00", "actual": "1234567.25"}],
            )
            for _number in range(pages // 5 + 2)
        ],
    }


def _chapter(
    place: int, role: ChapterRole, size: int, chance: random.Random, lines: list[str]
) -> dict[str, Any]:
    body: list[dict[str, Any]] = []
    for number in range(1, size * 2 + 1):
        body.append({"type": "heading", "value": {"text": f"ข้อ {place}.{number}", "size": "h2"}})
        text = "".join(f"<p>{chance.choice(lines)}</p>" for _n in range(3))
        body.append({"type": "paragraph", "value": text + f"<ul><li>{lines[3]}</li></ul>"})
    body.append({"type": "table", "value": _table(size * 6, chance, lines)})
    value = {"role": role.value, "title": f"ส่วนที่ {place} {role.label}", "body": body}
    return {"type": "chapter", "value": value}


def _table(rows: int, chance: random.Random, lines: list[str]) -> dict[str, Any]:
    headings = ("ที่", "กิจกรรม", "ตัวชี้วัด", "ผู้รับผิดชอบ", "หมายเหตุ")
    return {
        "caption": "แผนปฏิบัติการ",
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [
            {
                "values": [
                    str(number),
                    chance.choice(lines)[:160],
                    chance.choice(HARD),
                    chance.choice(lines)[:60],
                    chance.choice(("", "-", *HARD)),
                ]
            }
            for number in range(1, rows + 1)
        ],
    }
