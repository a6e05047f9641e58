"""A small catalogue that can be found, and an index of it."""

from __future__ import annotations

from typing import Any

from search.rebuilding import rebuild
from tests import factories

GRADES = {"p3": ("ป.3", "Primary 3"), "p4": ("ป.4", "Primary 4"), "p5": ("ป.5", "Primary 5")}


def grade(code: str) -> Any:
    name_th, name_en = GRADES[code]
    return factories.GradeFactory(
        code=code,
        name_th=name_th,
        name_en=name_en,
        long_name_th=f"ประถมศึกษาปีที่ {code[1]}",
        sort_order=int(code[1]),
    )


def catalogue() -> dict[str, Any]:
    """Four resources of two learning areas and three grades, and a draft; without an index."""
    maths = factories.SubjectFactory()
    science = factories.SubjectFactory(code="sc", name_th="วิทยาศาสตร์", name_en="Science")
    p3, p4, p5 = (grade(code) for code in GRADES)
    make = factories.ResourceFactory
    rows = {
        "fractions": make(
            name_th="การบวกเศษส่วน", grades=[p4], subjects=[maths], points=["ondemand"]
        ),
        "decimals": make(
            name_th="ทศนิยมเบื้องต้น",
            summary="จุดและหลัก",
            grades=[p5],
            subjects=[maths],
            points=["onhand"],
        ),
        "plants": make(
            name_th="การสังเคราะห์ด้วยแสง",
            name_en="Photosynthesis",
            summary="พืชสร้างอาหารจากแสงแดด",
            grades=[p4],
            subjects=[science],
            kind="worksheet",
            points=["onair"],
        ),
        "water": make(
            name_th="วัฏจักรของน้ำ", summary="น้ำระเหยและกลั่นตัว", grades=[p3], subjects=[science]
        ),
    }
    make(name_th="ฉบับร่าง-ลับ", draft=True, grades=[p4], subjects=[maths])
    return rows


def indexed() -> dict[str, Any]:
    """The same with its index."""
    rows = catalogue()
    rebuild()
    return rows
