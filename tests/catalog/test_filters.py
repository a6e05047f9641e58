from __future__ import annotations

import random
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from catalog.facets import FacetedFilterSet
from catalog.filters import PlatformFilter, ResourceOfGradeFilter
from catalog.models import Cost, Login, Platform, PlatformKind, Resource, ResourceKind
from tests import factories

pytestmark = pytest.mark.django_db

GRADES, SUBJECTS = ["p1", "p2", "m1"], ["th", "ma", "sc"]
MODES, AUDIENCES = ["onsite", "onair", "ondemand"], ["teacher", "student"]
VALUES: dict[str, list[str]] = {
    "grade": GRADES,
    "subject": SUBJECTS,
    "mode": MODES,
    "audience": AUDIENCES,
    "cost": list(Cost.values),
    "login": list(Login.values),
}


def _some(chance: random.Random, rows: dict[str, Any]) -> list[Any]:
    return chance.sample(list(rows.values()), chance.randint(0, len(rows)))


def _taxonomy() -> dict[str, dict[str, Any]]:
    made = {
        "grades": (factories.GradeFactory, GRADES),
        "subjects": (factories.SubjectFactory, SUBJECTS),
        "modes": (factories.DeliveryModeFactory, MODES),
        "audiences": (factories.AudienceFactory, AUDIENCES),
    }
    return {
        name: {code: factory(code=code, name_th=code) for code in codes}
        for name, (factory, codes) in made.items()
    }


def _random_platforms(chance: random.Random, number: int) -> None:
    taxonomy = _taxonomy()
    for _ in range(number):
        factories.PlatformFactory(
            **{name: _some(chance, rows) for name, rows in taxonomy.items()},
            kind=chance.choice(PlatformKind.values[:3]),
            cost=chance.choice(Cost.values),
            login=chance.choice(Login.values),
            draft=chance.random() < 0.2,
        )


def _random_resources(chance: random.Random, number: int) -> None:
    taxonomy = _taxonomy()
    modes = taxonomy.pop("modes")
    platforms = [factories.PlatformFactory(slug=slug) for slug in ("dltv", "dlit")]
    for _ in range(number):
        factories.ResourceFactory(
            **{name: _some(chance, rows) for name, rows in taxonomy.items()},
            points=chance.choices(list(modes), k=chance.randint(0, 4)),
            kind=chance.choice(ResourceKind.values[:3]),
            cost=chance.choice(Cost.values),
            login=chance.choice(Login.values),
            platform=chance.choice([*platforms, None]),
            name_th=chance.choice(["เศษส่วน", "ทศนิยม", "ภาพ 50%"]),
            draft=chance.random() < 0.2,
        )


def _facts_of(row: Any) -> dict[str, set[str]]:
    """What a row carries, read one row at a time: the slow and obvious way."""
    lists = {"grade": row.grades, "subject": row.subjects, "audience": row.audiences}
    facts = {name: {each.code for each in rows.all()} for name, rows in lists.items()}
    if isinstance(row, Platform):
        facts["mode"] = {mode.code for mode in row.modes.all()}
    else:
        facts["mode"] = {point.mode.code for point in row.access_points.all()}
        facts["platform"] = {row.platform.slug} if row.platform else set()
    return facts | {"cost": {row.cost}, "login": {row.login}, "kind": {row.kind}}


def _expected(facts: list[dict[str, set[str]]], asked: dict[str, list[str]]) -> int:
    return sum(all(row[name] & set(values) for name, values in asked.items()) for row in facts)


def _check(filters: FacetedFilterSet, facts: list[dict[str, set[str]]], asked: Any) -> None:
    assert filters.problems() == []
    assert filters.qs.count() == _expected(facts, asked)
    assert len({row.pk for row in filters.qs}) == filters.qs.count()
    for facet in filters.facets():
        for option in facet.options:
            alone = {**asked, facet.name: [option.choice.value]}
            assert option.count == _expected(facts, alone), (asked, facet.name, option)
            assert option.selected == (option.choice.value in asked.get(facet.name, []))


def _asked(chance: random.Random, values: dict[str, list[str]]) -> dict[str, list[str]]:
    names = chance.sample(list(values), chance.randint(0, min(3, len(values))))
    return {
        name: chance.sample(values[name], min(len(values[name]), chance.randint(1, 2)))
        for name in names
    }


def _query(asked: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in asked.items():
        query.setlist(name, values)
    return query


@pytest.mark.parametrize("seed", range(4))
def test_platform_counts_are_those_of_counting_by_hand(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    _random_platforms(chance, 30)
    facts = [_facts_of(row) for row in Platform.objects.filter(live=True)]
    values = {**VALUES, "kind": sorted(set(chain.from_iterable(row["kind"] for row in facts)))}
    for _ in range(12):
        asked = _asked(chance, values)
        _check(PlatformFilter(_query(asked), Platform.objects.public()), facts, asked)


@pytest.mark.parametrize("seed", range(4))
def test_resource_counts_are_those_of_counting_by_hand(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    _random_resources(chance, 30)
    facts = [_facts_of(row) for row in Resource.objects.filter(live=True)]
    values = {"mode": MODES, "kind": sorted(set(chain.from_iterable(row["kind"] for row in facts)))}
    for _ in range(12):
        asked = _asked(chance, values)
        _check(ResourceOfGradeFilter(_query(asked), Resource.objects.public()), facts, asked)


def test_counts_equal_plain_sql() -> None:
    _random_platforms(random.Random(7), 25)  # noqa: S311
    filters = PlatformFilter(QueryDict("login=none"), Platform.objects.public())
    grade = next(facet for facet in filters.facets() if facet.name == "grade")
    sql = """
        SELECT COUNT(*) FROM catalog_platform p WHERE p.live AND p.login = 'none' AND EXISTS (
            SELECT 1 FROM catalog_platform_grades pg JOIN catalog_grade g ON g.id = pg.grade_id
            WHERE pg.platform_id = p.id AND g.code = %s)
    """
    for option in grade.options:
        with connection.cursor() as cursor:
            cursor.execute(sql, [option.choice.value])
            assert cursor.fetchone() == (option.count,)


def test_empty_and_repeated_values_mean_nothing_more() -> None:
    factories.PlatformFactory(grades=[factories.GradeFactory(code="p1")])
    filters = PlatformFilter(QueryDict("grade=&grade=p1&grade=p1&kind="), Platform.objects.public())
    assert filters.problems() == []
    assert filters.values == {"grade": ["p1"]}
    assert filters.query() == "grade=p1"


def test_a_row_tied_to_no_grade_is_found_without_a_grade_only() -> None:
    factories.GradeFactory(code="p1")
    factories.PlatformFactory()
    assert PlatformFilter(QueryDict(""), Platform.objects.public()).qs.count() == 1
    assert PlatformFilter(QueryDict("grade=p1"), Platform.objects.public()).qs.count() == 0


def test_long_lists_leave_out_what_no_row_carries_but_not_what_was_asked_for() -> None:
    factories.PlatformFactory(kind=PlatformKind.VIDEO)

    def kinds(query: str) -> list[str]:
        facets = PlatformFilter(QueryDict(query), Platform.objects.public()).facets()
        kind = next(facet for facet in facets if facet.name == "kind")
        return [option.choice.value for option in kind.options]

    assert kinds("") == ["video"]
    assert kinds("kind=lms") == ["video", "lms"]
