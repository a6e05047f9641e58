"""What the room starts with, twice, and how the samples go again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.management.base import CommandError

from catalog import seeding as catalogue
from catalog.models import Resource
from courses import seeding
from courses.models import Channel, Course, Lesson, ResourceRole, TimetableSlot, Unit
from courses.schedule import current_schedule
from courses.timetable import BANGKOK
from tests.seeded_site import row_counts

pytestmark = pytest.mark.django_db

IN_TERM = datetime(2026, 11, 25, 12, tzinfo=BANGKOK)


def nothing(text: str) -> None:
    """Say nothing."""


@pytest.fixture
def facts(db: None) -> None:
    catalogue.seed(nothing)
    seeding.seed(nothing)


@pytest.fixture
def samples(facts: None) -> None:
    catalogue.seed_samples(nothing)
    with time_machine.travel(IN_TERM, tick=False):
        seeding.seed_samples(nothing)


def test_fifteen_channels_with_their_grades(facts: None) -> None:
    grades = {
        channel.code: [grade.code for grade in channel.grades.all()]
        for channel in Channel.objects.all()
    }
    assert len(grades) == 15
    assert grades["dltv4"] == ["p4"]
    assert grades["dltv9"] == ["m3"]
    assert grades["dltv10"] == ["k1"]
    assert grades["dltv13"] == []
    assert str(Channel.objects.get(code="dltv13")) == "DLTV13 อาชีวศึกษา"
    assert not any(37 <= channel.number <= 53 for channel in Channel.objects.all())


def test_what_an_editor_changed_stays(facts: None) -> None:
    Channel.objects.filter(code="dltv13").update(label_th="มัธยมศึกษาปีที่ 4")
    seeding.seed(nothing)
    assert Channel.objects.get(code="dltv13").label_th == "มัธยมศึกษาปีที่ 4"


def test_one_course_for_each_primary_grade_with_lessons_and_all_three_roles(samples: None) -> None:
    courses = Course.objects.public().for_listing()
    assert [course.grade.code for course in courses.order_by("grade__sort_order")] == [
        f"p{number}" for number in range(1, 7)
    ]
    assert all(course.is_sample and course.lesson_count >= 10 for course in courses)
    assert all((course.academic_year, course.term) == (2569, 2) for course in courses)
    for lesson in Lesson.objects.prefetch_related("lesson_resources"):
        assert Counter(link.role for link in lesson.lesson_resources.all()) == {
            ResourceRole.RECORDING: 1,
            ResourceRole.WORKSHEET: 1,
            ResourceRole.TEACHER_GUIDE: 1,
        }
    assert Unit.objects.count() == 18
    for slot in TimetableSlot.objects.all():
        slot.full_clean()


def test_the_sample_timetable_shows_lessons_now(samples: None) -> None:
    schedule = current_schedule(IN_TERM)
    today = [airing for airing in schedule.airings if airing.day == IN_TERM.date()]
    assert today
    assert all(schedule.lesson_of(airing) for airing in today)


def test_a_second_run_adds_nothing_even_in_another_term(samples: None) -> None:
    before = row_counts()
    with time_machine.travel(datetime(2027, 6, 15, tzinfo=BANGKOK), tick=False):
        seeding.seed(nothing)
        seeding.seed_samples(nothing)
    assert row_counts() == before


@pytest.mark.parametrize(
    ("now", "term"),
    [
        (datetime(2026, 10, 20, tzinfo=BANGKOK), (2569, 2)),
        (datetime(2027, 1, 1, tzinfo=BANGKOK), (2569, 2)),
        (datetime(2027, 4, 20, tzinfo=BANGKOK), (2570, 1)),
    ],
)
def test_between_terms_the_samples_are_for_the_next_one(
    facts: None, now: datetime, term: tuple[int, int]
) -> None:
    catalogue.seed_samples(nothing)
    with time_machine.travel(now, tick=False):
        seeding.seed_samples(nothing)
    assert set(Course.objects.values_list("academic_year", "term")) == {term}


def test_samples_go_without_a_trace(facts: None) -> None:
    before = row_counts()
    del before["courses.TimetableRevision"]
    catalogue.seed_samples(nothing)
    seeding.seed_samples(nothing)
    seeding.remove_samples(nothing)
    catalogue.remove_samples(nothing)
    after = row_counts()
    del after["courses.TimetableRevision"]
    assert after == before


def test_a_real_slot_of_a_sample_course_stops_the_removal_by_name(samples: None) -> None:
    slot: Any = TimetableSlot.objects.first()
    TimetableSlot.objects.filter(pk=slot.pk).update(is_sample=False)
    with pytest.raises(CommandError, match=slot.channel.name_th):
        seeding.remove_samples(nothing)
    assert Resource.objects.filter(source=seeding.SOURCE).count() == 12
