from __future__ import annotations

from typing import Any

import pytest

from portal.schools.models import Cluster, District, School
from portal.schools.seeding import remove_samples, seed_samples
from tests import factories
from tests.seeded_site import row_counts, seeded_once


@pytest.fixture(scope="module")
def _seeded(django_db_setup: Any, django_db_blocker: Any) -> Any:
    yield from seeded_once(django_db_blocker, lambda: seed_samples(lambda text: None))


pytestmark = [pytest.mark.usefixtures("_seeded"), pytest.mark.django_db]


def test_every_invented_code_is_impossible() -> None:
    schools = School.objects.filter(is_sample=True)
    assert schools.count() == 120
    for school in schools:
        assert school.ministry_code.startswith("1099")
        assert school.smis_code.startswith("99")
        assert "(ตัวอย่าง)" in school.name_th
        assert "(sample)" in school.name_en


def test_every_row_passes_full_clean_and_is_marked() -> None:
    for model in (District, Cluster, School):
        for row in model.objects.all():
            row.full_clean()
            assert row.is_sample
    for school in School.objects.select_related("cluster"):
        assert school.cluster is not None
        assert school.cluster.district_id == school.district_id


def test_most_schools_are_small_and_some_are_not() -> None:
    pupils = [school.pupils or 0 for school in School.objects.all()]
    assert sum(number <= 120 for number in pupils) > len(pupils) / 2
    assert max(pupils) > 1500


def test_a_second_run_changes_nothing_and_keeps_edits() -> None:
    School.objects.filter(ministry_code="1099000001").update(pupils=1)
    before = row_counts()
    seed_samples(lambda text: None)
    assert row_counts() == before
    assert School.objects.get(ministry_code="1099000001").pupils == 1


def test_real_schools_outlive_the_samples() -> None:
    real = factories.SchoolFactory(
        name_th="โรงเรียนจริง",
        ministry_code="1049730254",
        district=factories.DistrictFactory(name_th="อำเภอจริง"),
    )
    remove_samples(lambda text: None)
    assert list(School.objects.all()) == [real]
    assert District.objects.count() == 1
    assert not Cluster.objects.exists()
