"""What the API answers about courses and broadcasts, and how a row becomes it."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from . import guide
from .calendar_choice import CalendarChoice
from .models import Channel


class Named(Schema):
    """A grade or learning area."""

    code: str
    name_th: str
    name_en: str


class CourseRow(Schema):
    """A course as a list shows it; `calendar` is its iCalendar feed."""

    id: int
    url: str
    calendar: str
    code: str
    name_th: str
    name_en: str
    grade: Named
    subject: Named
    academic_year_be: int
    term: int
    provider: str
    channel: str | None
    summary: str
    lesson_count: int
    is_sample: bool
    published_at: datetime | None


class LessonRow(Schema):
    """A lesson; `unit` is the number of its unit."""

    id: int
    url: str
    number: int
    unit: int | None
    name_th: str
    name_en: str


class UnitRow(Schema):
    """A unit that has published lessons."""

    number: int
    name_th: str
    name_en: str


class CourseDetail(CourseRow):
    """A course with its units and published lessons."""

    indicators: list[str]
    units: list[UnitRow]
    lessons: list[LessonRow]


class CoursePage(Schema):
    """One page of courses."""

    total: int
    page: int
    pages: int
    per_page: int
    courses: list[CourseRow]


class ChannelRow(Schema):
    """A channel and the grades that it is for."""

    code: str
    number: int
    url: str
    calendar: str
    live_url: str
    name_th: str
    name_en: str
    label_th: str
    label_en: str
    grades: list[str]


class ChannelList(Schema):
    """Every channel in the office's order."""

    channels: list[ChannelRow]


class AiringRow(Schema):
    """One broadcast; a cancelled one is told with its reason. `uid` is that of the calendars."""

    uid: str
    sequence: int
    channel: str
    start: datetime
    end: datetime
    title_th: str
    title_en: str
    course: int | None
    lesson: int | None
    url: str
    is_special: bool
    cancelled: bool
    reason: str


class NowAndNext(Schema):
    """What a channel broadcasts at a moment, and what next."""

    channel: str
    at: datetime
    now: AiringRow | None
    next: AiringRow | None


class AiringPage(Schema):
    """One page of a day's broadcasts in order of time."""

    date: Day
    total: int
    page: int
    pages: int
    per_page: int
    airings: list[AiringRow]


def course_facts(request: HttpRequest, course: Any) -> dict[str, Any]:
    """What a list and a page of a course have in common."""
    plain = ("code", "name_th", "name_en", "term", "summary", "lesson_count", "is_sample")
    return {
        **{name: getattr(course, name) for name in plain},
        "id": course.pk,
        "url": request.build_absolute_uri(course.get_absolute_url()),
        "calendar": request.build_absolute_uri(CalendarChoice(courses=(course,)).path),
        "grade": Named.from_orm(course.grade),
        "subject": Named.from_orm(course.subject),
        "academic_year_be": course.academic_year,
        "provider": course.provider.name_th,
        "channel": course.channel.code if course.channel else None,
        "published_at": course.first_published_at,
    }


def channel_row(request: HttpRequest, channel: Channel) -> ChannelRow:
    """Describe a channel."""
    plain = ("code", "number", "live_url", "name_th", "name_en", "label_th", "label_en")
    return ChannelRow(
        **{name: getattr(channel, name) for name in plain},
        url=request.build_absolute_uri(channel.get_absolute_url()),
        calendar=request.build_absolute_uri(CalendarChoice(channels=(channel,)).path),
        grades=[grade.code for grade in channel.grades.all()],
    )


def airing_row(request: HttpRequest, entry: guide.Entry) -> AiringRow:
    """Describe a broadcast."""
    airing = entry.airing
    page = entry.lesson or entry.course or entry.channel
    return AiringRow(
        uid=airing.uid,
        sequence=airing.sequence,
        channel=entry.channel.code,
        start=airing.start,
        end=airing.end,
        title_th=airing.title_th or (entry.course.name_th if entry.course else ""),
        title_en=entry.title_en,
        course=entry.course.pk if entry.course else None,
        lesson=entry.lesson.pk if entry.lesson else None,
        url=request.build_absolute_uri(page.get_absolute_url()),
        is_special=entry.is_special,
        cancelled=airing.cancelled,
        reason=airing.reason,
    )
