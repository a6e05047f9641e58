"""DLTV's channels and its lists of lessons by grade and subject, as resources.

Only public pages of the foundation are linked, never its streams or files. The lists are those of
the one school year and term whose addresses were seen.
"""

from __future__ import annotations

import base64
from typing import Any

from catalog.models import (
    AccessPoint,
    Certainty,
    Grade,
    Licence,
    Platform,
    Resource,
    ResourceKind,
    ResourceTag,
    TaggedResource,
)

from .data import Filing, load, tags_by_name
from .telling import Say, plural_name, tell_added
from .writing import insert_with_history

SOURCE = "dltv"


def seed_dltv(say: Say) -> None:
    """Add the channels and lists that are missing."""
    data = load("dltv")
    there = set(Resource.objects.filter(source=SOURCE).values_list("source_key", flat=True))
    builder = _Builder(data["lists"])
    channels = [builder.channel(row) for row in data["channels"]]
    lists = [
        builder.lesson_list(grade, subject)
        for grade in data["lists"]["grades"]
        for subject in data["lists"]["subjects"]
    ]
    every = channels + lists
    missing = [resource for resource in every if resource.source_key not in there]
    insert_with_history(missing)
    what = f"{plural_name(Resource)} DLTV"
    tell_added(say, what, len(missing), len(every) - len(missing))


class _Builder:
    """Makes the resources, not yet saved."""

    def __init__(self, lists: dict[str, Any]) -> None:
        self.filing = Filing.read()
        self.platform = Platform.objects.select_related("provider").get(slug="dltv")
        self.tags: dict[str, ResourceTag] = tags_by_name(
            sorted({subject["tag"] for subject in lists["subjects"] if subject["tag"]})
        )
        self.address = lists["address"]
        self.year, self.term = lists["academic_year"], lists["term"]
        # The site wants year and term as they stand on its own pages, in base64.
        self.year_and_term = base64.b64encode(f"{self.year} / {self.term}".encode()).decode()

    def channel(self, row: dict[str, Any]) -> Resource:
        """One channel: on air by satellite, online on the foundation's site."""
        grade = self.filing.grades.get(row["grade"])
        in_early_years = bool(grade and grade.code.startswith("k"))
        return self._resource(
            name_th=row["name_th"],
            name_en=row["name_en"],
            summary=_channel_summary(row, grade),
            kind=ResourceKind.BROADCAST,
            source_key=f"channel/{row['number']}",
            certainty=row["certainty"],
            editor_note=row["editor_note"],
            grades=[grade] if grade else [],
            subjects=[self.filing.subjects["early_childhood"]] if in_early_years else [],
            access_points=[
                self._point("onair", f"ช่อง DLTV{row['number']}", row["url"]),
                self._point("online", "ดูสดที่เว็บไซต์ DLTV", row["url"]),
            ],
        )

    def lesson_list(self, grade_row: dict[str, Any], subject: dict[str, Any]) -> Resource:
        """The lessons of one grade and subject: on demand, and on hand by printing their sheets."""
        grade = self.filing.grades[grade_row["grade"]]
        url = f"{self.address}/{grade_row['number']}/{subject['id']}/{self.year_and_term}"
        tagged = [TaggedResource(tag=self.tags[subject["tag"]])] if subject["tag"] else []
        term = f"ปีการศึกษา {self.year} ภาคเรียนที่ {self.term}"
        return self._resource(
            name_th=f"บทเรียน DLTV {grade.name_th} {subject['name_th']} {term}",
            name_en=f"DLTV lessons: {grade.name_en}, {subject['name_en']}, "
            f"school year {self.year - 543} (B.E. {self.year}), term {self.term}",
            summary=f"รายการบทเรียนย้อนหลังวิชา{subject['name_th']} ชั้น{grade.long_name_th} {term} "
            "พร้อมใบงาน ใบความรู้ และสื่อประกอบให้ดาวน์โหลด",
            kind=ResourceKind.LESSON_SERIES,
            source_key=f"list/{grade_row['number']}/{subject['id']}/{self.year}-{self.term}",
            certainty=Certainty.MEDIUM,
            editor_note=subject["editor_note"],
            grades=[grade],
            subjects=[self.filing.subjects[subject["subject"]]],
            tagged_items=tagged,
            access_points=[
                self._point("ondemand", "ดูบทเรียนย้อนหลังที่เว็บไซต์ DLTV", url),
                self._point("onhand", "ดาวน์โหลดใบงานและใบความรู้เพื่อพิมพ์", url),
            ],
        )

    def _resource(self, **values: Any) -> Resource:
        return Resource(
            platform=self.platform,
            provider=self.platform.provider,
            audiences=[self.filing.audiences[code] for code in ("teacher", "student", "parent")],
            licence=Licence.COPYRIGHT,
            source=SOURCE,
            **values,
        )

    def _point(self, mode: str, label: str, url: str) -> AccessPoint:
        return AccessPoint(mode=self.filing.modes[mode], label=label, url=url)


def _channel_summary(row: dict[str, Any], grade: Grade | None) -> str:
    if grade:
        return f"ถ่ายทอดสดการเรียนการสอนชั้น{grade.long_name_th} ผ่านดาวเทียมและทางเว็บไซต์ DLTV"
    return f"ถ่ายทอดสดช่อง DLTV{row['number']} ผ่านดาวเทียมและทางเว็บไซต์ DLTV"
