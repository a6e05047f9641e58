"""As many published resources as one likes in a database that `manage.py setup` has made.

Titles and summaries are written as those of real media are (some are in
`tests/search/relevance_documents.toml`): phrases of a few words without spaces between them, spaces
between the phrases, a grade in most titles. Words are picked as in `catalogue`: topics are
frequent, most words of the dictionary rare. Four summaries in five are a phrase or two, one in five
is as long as those of `catalogue`: title and summary together have 130 letters on average, where
those of the judged documents have 40 and those of the seeded platforms 60. Every resource has
grades, a learning area, audiences and one to three ways to reach it; two in three have a platform,
one in three an indicator and tags. None has a picture or an attached document. The same in every
run.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from search.text.collation import thai_sort_key
from tests.benchmarks.catalogue import START, pick

BATCH = 2_000
_PREFIXES = (
    "แผนการจัดการเรียนรู้",
    "ใบงาน",
    "ใบความรู้",
    "คลิปการสอน",
    "แบบทดสอบ",
    "สื่อการสอน",
    "แบบฝึกทักษะ",
    "หนังสืออิเล็กทรอนิกส์",
)


def phrase(chance: random.Random, least: int, most: int) -> str:
    """A few words written together."""
    return "".join(pick(chance) for _ in range(chance.randint(least, most)))


def title(chance: random.Random, subject: str, grade: str) -> str:
    """A title such as "ใบงานคณิตศาสตร์ เรื่อง การบวกเศษส่วน ป.4"."""
    topic = phrase(chance, 1, 3) if chance.random() < 0.6 else f"การ{phrase(chance, 2, 4)}"
    start = (
        f"{chance.choice(_PREFIXES)}{subject}" if chance.random() < 0.7 else phrase(chance, 1, 3)
    )
    end = grade if chance.random() < 0.8 else f"ตอนที่ {chance.randint(1, 20)}"
    joint = chance.choice((" เรื่อง ", " เรื่อง", " "))
    return f"{start}{joint}{topic} {end}"


def summary(chance: random.Random) -> str:
    """A phrase or two, in one of five two or three sentences."""
    left, phrases = chance.randint(*((3, 12) if chance.random() < 0.8 else (12, 40))), []
    while left > 0:
        size = min(left, chance.randint(2, 9))
        phrases.append(phrase(chance, size, size))
        left -= size
    return " ".join(phrases)


def fill(number: int) -> None:
    """Write so many resources, with the grades, learning areas and platforms of the seed data."""
    from django.db import transaction

    from catalog.models import Indicator, ResourceTag

    tables = _tables()
    _seed_codes(tables)
    tables["indicators"] = list(Indicator.objects.all())
    tags = [ResourceTag(name=(name := f"คำสำคัญ{n}"), slug=name) for n in range(300)]
    tables["tags"] = ResourceTag.objects.bulk_create(tags)
    for start in range(0, number, BATCH):
        with transaction.atomic():
            _write(range(start, min(start + BATCH, number)), tables)


def _tables() -> dict[str, list[Any]]:
    from catalog.models import Audience, DeliveryMode, Grade, Platform, Subject

    models = (Audience, DeliveryMode, Grade, Platform, Subject)
    return {f"{model.__name__.lower()}s": list(model.objects.all()) for model in models}


def _seed_codes(tables: dict[str, list[Any]]) -> None:
    from catalog.models import Indicator

    rows = [
        Indicator(
            code=f"{subject.indicator_letter} {strand}.1 ป.{year}/{n}", subject=subject, text=""
        )
        for subject in tables["subjects"]
        if subject.indicator_letter
        for strand in (1, 2, 3)
        for year in range(1, 7)
        for n in (1, 2, 3)
    ]
    Indicator.objects.bulk_create(rows, ignore_conflicts=True)


def _write(numbers: range, tables: dict[str, list[Any]]) -> None:
    from catalog.models import AccessPoint, Resource, TaggedResource

    made = [_resource(number, tables) for number in numbers]
    rows = Resource.objects.bulk_create([row for row, _ in made])
    pairs = list(zip(rows, (related for _, related in made), strict=True))
    for name in ("grades", "subjects", "audiences", "indicators"):
        through = getattr(Resource, name).through
        source, target = (f"{each}_id" for each in ("resource", name.removesuffix("s")))
        through.objects.bulk_create(
            through(**{source: row.pk, target: other.pk})
            for row, related in pairs
            for other in related[name]
        )
    AccessPoint.objects.bulk_create(
        AccessPoint(resource=row, mode=mode, url=f"https://example.org/{row.pk}/{mode.code}")
        for row, related in pairs
        for mode in related["modes"]
    )
    TaggedResource.objects.bulk_create(
        TaggedResource(content_object=row, tag=tag)
        for row, related in pairs
        for tag in related["tags"]
    )


def _resource(number: int, tables: dict[str, list[Any]]) -> tuple[Any, dict[str, list[Any]]]:
    """An unsaved resource, and what it is to be tied to."""
    from catalog.models import Resource, ResourceKind

    chance = random.Random(number)  # noqa: S311
    grades, subjects = tables["grades"], tables["subjects"]
    first = chance.randrange(len(grades))
    own_grades = grades[first : first + chance.choice((1, 1, 1, 2, 3))]
    subject = chance.choice(subjects)
    name = title(chance, subject.name_th, own_grades[0].name_th)[:255]
    platform = chance.choice(tables["platforms"]) if chance.random() < 0.67 else None
    row = Resource(
        name_th=name,
        thai_order=thai_sort_key(name),
        summary=summary(chance),
        kind=chance.choice(ResourceKind.values),
        platform=platform,
        live=True,
        first_published_at=START + timedelta(minutes=chance.randrange(3_000_000)),
    )
    several = chance.random() < 0.33
    return row, {
        "grades": own_grades,
        "subjects": [subject],
        "audiences": chance.sample(tables["audiences"], chance.choice((1, 1, 2))),
        "modes": chance.sample(tables["deliverymodes"], chance.choice((1, 1, 2, 3))),
        "indicators": chance.sample(tables["indicators"], 1) if several else [],
        "tags": chance.sample(tables["tags"], chance.randint(1, 3)) if several else [],
    }
