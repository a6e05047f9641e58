"""Invented schools to try the site with: their codes belong to province 99, which is none."""

from __future__ import annotations

import json
import random
from itertools import product
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.seeding.removal import remove
from catalog.seeding.telling import Count, Say, count, plural_name, tell_added, tell_removed
from catalog.seeding.writing import insert_named

from .models import Cluster, District, School

__all__ = ["counts", "remove_samples", "seed_samples"]

_DATA = Path(__file__).resolve().parent / "seed" / "sample_schools.json"
_SEED = 2569
# How many schools have from … to … pupils: most of a district's schools are small.
_SIZES = [(72, 9, 120), (32, 121, 300), (11, 301, 600), (4, 601, 1500), (1, 1501, 2200)]

_Place = tuple[District, Cluster]


def seed_samples(say: Say) -> None:
    """Add the invented districts, clusters and schools that are missing."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    districts = _seed_districts(data["districts"], say)
    places = _seed_clusters(districts, data["clusters_per_district"], say)
    _seed_schools(data, places, say)


def remove_samples(say: Say) -> None:
    """Remove every invented school, cluster and district."""
    for model in (School, Cluster, District):
        tell_removed(say, plural_name(model), remove(model.objects.filter(is_sample=True)))


def counts() -> list[Count]:
    """How many schools, clusters and districts there are."""
    return [count(model) for model in (District, Cluster, School)]


def _seed_districts(rows: list[dict[str, str]], say: Say) -> list[District]:
    there = set(District.objects.values_list("name_th", flat=True))
    missing = [District(**row, is_sample=True) for row in rows if row["name_th"] not in there]
    insert_named(missing)
    tell_added(say, _marked(District), len(missing), len(rows) - len(missing))
    by_name = {district.name_th: district for district in District.objects.all()}
    return [by_name[row["name_th"]] for row in rows]


def _seed_clusters(districts: list[District], each: int, say: Say) -> list[_Place]:
    wanted = [
        Cluster(
            name_th=f"{district.name_th} {number}",
            name_en=f"{district.name_en} {number}",
            district=district,
            is_sample=True,
        )
        for district in districts
        for number in range(1, each + 1)
    ]
    there = set(Cluster.objects.values_list("name_th", flat=True))
    missing = [cluster for cluster in wanted if cluster.name_th not in there]
    insert_named(missing)
    tell_added(say, _marked(Cluster), len(missing), len(wanted) - len(missing))
    by_name = {cluster.name_th: cluster for cluster in Cluster.objects.all()}
    in_district = [district for district in districts for _cluster in range(each)]
    return [
        (district, by_name[cluster.name_th])
        for district, cluster in zip(in_district, wanted, strict=True)
    ]


def _seed_schools(data: dict[str, Any], places: list[_Place], say: Say) -> None:
    wanted = _invent(data, places)
    there = set(School.objects.values_list("ministry_code", flat=True))
    missing = [school for school in wanted if school.ministry_code not in there]
    insert_named(missing)
    tell_added(say, _marked(School), len(missing), len(wanted) - len(missing))


def _invent(data: dict[str, Any], places: list[_Place]) -> list[School]:
    """Every invented school; the fixed seed makes them the same on each machine and run."""
    draw = random.Random(_SEED)  # noqa: S311 (variety, not secrecy)
    names = list(product(data["beginnings"], data["endings"]))
    sizes = [
        draw.randint(fewest, most)
        for how_many, fewest, most in _SIZES
        for _school in range(how_many)
    ]
    schools = []
    for number, ((first, last), pupils) in enumerate(
        zip(draw.sample(names, len(sizes)), sizes, strict=True), start=1
    ):
        district, cluster = places[number % len(places)]
        schools.append(
            School(
                name_th=f"โรงเรียน{first['th']}{last['th']} (ตัวอย่าง)",
                name_en=f"{first['en']} {last['en']} School (sample)",
                ministry_code=f"1099{number:06d}",
                smis_code=f"9901{number:04d}",
                obec_code=f"{number:06d}",
                district=district,
                cluster=cluster,
                pupils=pupils,
                is_sample=True,
            )
        )
    return schools


def _marked(model: type[Any]) -> str:
    return _("%(what)s (samples)") % {"what": plural_name(model)}
