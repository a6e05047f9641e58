"""Invents sample resources from lists of real curriculum topics, the same ones every time."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from catalog.models import (
    AccessPoint,
    Certainty,
    ContentLanguage,
    Cost,
    Grade,
    Licence,
    Login,
    Resource,
    ResourceKind,
    ResourceTag,
    TaggedResource,
)

from .data import Filing

SOURCE = "sample"
_SEED = 2569
_DRAFTS = 8  # the last of them is scheduled
_NEW = 24  # published within the last days; the others in the months before
_MONTHS_IN_HOURS = 200 * 24
_FOR_TEACHERS = {
    ResourceKind.LESSON_PLAN,
    ResourceKind.TEACHER_GUIDE,
    ResourceKind.TEMPLATE,
}
_WITH_SOUND = {ResourceKind.VIDEO, ResourceKind.BROADCAST, ResourceKind.LESSON_SERIES}
# Thai has no spaces between words, but Latin letters and digits inside Thai text want one.
_SEAM = re.compile(r"(?<=[\u0e00-\u0e7f])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u0e00-\u0e7f])")


@dataclass
class Sample:
    """One invented resource, before it meets the database."""

    key: str
    kind: str
    title: str
    summary: str
    provider: str
    grades: list[str]
    subject: str
    audiences: list[str]
    points: list[dict[str, Any]]
    tags: list[str]
    minutes: int | None
    hours_old: int
    choices: dict[str, Any] = field(default_factory=dict)
    draft: bool = False
    scheduled: bool = False

    def as_resource(self, filing: Filing, tags: dict[str, ResourceTag], note: str) -> Resource:
        """The unsaved resource with its access points and tags."""
        values: dict[str, Any] = {
            "name_th": self.title,
            "summary": self.summary,
            "kind": self.kind,
            "provider": filing.providers[self.provider],
            "grades": [filing.grades[code] for code in self.grades],
            "subjects": [filing.subjects[self.subject]],
            "audiences": [filing.audiences[code] for code in self.audiences],
            "tagged_items": [TaggedResource(tag=tags[name]) for name in self.tags],
            "access_points": [self._point(row, filing) for row in self.points],
            "duration_minutes": self.minutes,
            "editor_note": note,
            "source": SOURCE,
            "source_key": self.key,
            "is_sample": True,
            "live": not self.draft,
        }
        return Resource(**values, **self.choices)

    def _point(self, row: dict[str, Any], filing: Filing) -> AccessPoint:
        url = f"https://example.org/sample/{self.key}/{row['mode']}" if row["with_url"] else ""
        return AccessPoint(mode=filing.modes[row["mode"]], label=row["label"], url=url)


def invent(data: dict[str, Any], grades: dict[str, Grade]) -> list[Sample]:
    """Return every sample; the fixed seed makes them the same on each machine and run."""
    inventor = _Inventor(data, grades)
    samples = [
        inventor.sample(subject, grade, number, topic)
        for subject, by_grade in data["topics"].items()
        for grade, topics in by_grade.items()
        for number, topic in enumerate(topics, start=1)
    ]
    chosen = inventor.random.sample(samples, _DRAFTS + _NEW)
    for place, sample in enumerate(chosen[:_DRAFTS], start=1):
        sample.draft = True
        sample.scheduled = place == _DRAFTS
    for place, sample in enumerate(chosen[_DRAFTS:]):
        sample.hours_old = place * 3
    return samples


class _Inventor:
    """Draws kinds, words and choices from one stream of random numbers."""

    def __init__(self, data: dict[str, Any], grades: dict[str, Grade]) -> None:
        self.random = random.Random(_SEED)  # noqa: S311 (variety, not secrecy)
        self.kinds = data["kinds"]
        self.tags = data["tags"]
        self.providers = [row["slug"] for row in data["providers"]]
        self.grades = grades

    def sample(self, subject: str, grade: str, number: int, topic: str) -> Sample:
        """Invent a resource on one topic."""
        kind = self._kind(subject)
        words = self.kinds[kind]
        named = {"topic": topic, "grade": self.grades[grade].name_th}
        shortest, longest = words["minutes"] or (0, 0)
        return Sample(
            key=f"{subject}-{grade}-{number}",
            kind=kind,
            title=_spaced(self.random.choice(words["titles"]).format(**named)),
            summary=_spaced(self.random.choice(words["summaries"]).format(**named)),
            provider=self.random.choice(self.providers),
            grades=self._grades(grade),
            subject=subject,
            audiences=_audiences(kind, grade),
            points=self.random.choice(words["points"]),
            tags=self.random.sample(self.tags, self.random.choice([0, 1, 1, 2])),
            minutes=self.random.randint(shortest, longest) if longest else None,
            hours_old=self.random.randint(5 * 24, _MONTHS_IN_HOURS),
            choices=self._choices(kind, topic),
        )

    def _kind(self, subject: str) -> str:
        fitting = [
            kind
            for kind, words in self.kinds.items()
            if subject in words.get("only_subjects", [subject])
        ]
        weights = [self.kinds[kind]["weight"] for kind in fitting]
        return self.random.choices(fitting, weights)[0]

    def _grades(self, grade: str) -> list[str]:
        """Mostly one grade; now and then the next one of the same level as well."""
        following = f"{grade[0]}{int(grade[1]) + 1}"
        both = following in self.grades and (
            self.grades[following].level == self.grades[grade].level
        )
        return [grade, following] if both and self.random.random() < 0.15 else [grade]

    def _choices(self, kind: str, topic: str) -> dict[str, Any]:
        pick = self.random.choices
        licences = [Licence.CC_BY, Licence.CC_BY_NC_SA, Licence.OFFICE, Licence.UNKNOWN]
        return {
            "licence": pick(licences, [3, 2, 3, 1])[0],
            "cost": pick([Cost.FREE, Cost.FREEMIUM], [12, 1])[0],
            "login": pick([Login.NONE, Login.SOME, Login.REQUIRED], [10, 2, 1])[0],
            "certainty": pick([Certainty.HIGH, Certainty.MEDIUM, Certainty.LOW], [6, 2, 1])[0],
            "has_captions": kind in _WITH_SOUND and self.random.random() < 0.4,
            "language": _language(topic),
        }


def _audiences(kind: str, grade: str) -> list[str]:
    if kind in _FOR_TEACHERS:
        return ["teacher"]
    with_parents = kind == ResourceKind.ACTIVITY_SHEET or grade.startswith("k")
    return ["student", "teacher", "parent"] if with_parents else ["student", "teacher"]


def _language(topic: str) -> str:
    if topic.isascii():
        return ContentLanguage.EN
    if "ภาษาจีน" in topic:
        return ContentLanguage.ZH
    return ContentLanguage.OTHER if "ภาษาญี่ปุ่น" in topic else ContentLanguage.TH


def _spaced(text: str) -> str:
    return " ".join(_SEAM.sub(" ", text).split())
