"""Reads the seed data and finds the rows that it is filed under."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.models import Audience, DeliveryMode, Grade, Provider, ResourceTag, Subject

FOLDER = Path(__file__).resolve().parents[1] / "seed"


def load(name: str) -> Any:
    """Return one file of the seed data, e.g. `load("platforms")`."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Filing:
    """Everything that entries are filed under, by code; providers by slug."""

    grades: dict[str, Grade]
    subjects: dict[str, Subject]
    modes: dict[str, DeliveryMode]
    audiences: dict[str, Audience]
    providers: dict[str, Provider]

    @classmethod
    def read(cls) -> Filing:
        """Read all tables once."""
        return cls(
            grades={grade.code: grade for grade in Grade.objects.all()},
            subjects={subject.code: subject for subject in Subject.objects.all()},
            modes={mode.code: mode for mode in DeliveryMode.objects.all()},
            audiences={audience.code: audience for audience in Audience.objects.all()},
            providers={provider.slug: provider for provider in Provider.objects.all()},
        )


def tags_by_name(names: list[str]) -> dict[str, ResourceTag]:
    """Find or make these tags."""
    tags = {tag.name: tag for tag in ResourceTag.objects.filter(name__in=names)}
    for name in names:
        if name not in tags:
            tags[name] = ResourceTag.objects.create(name=name)
    return tags
