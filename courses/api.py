"""The public API of courses and broadcasts: read only, and strict like that of search.

Dates are ISO 8601 in the common era, moments carry their offset; a year of the Buddhist era says
so in its name. Names come in Thai and English, whatever language the reader has.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Day
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from catalog.lookup import row_or_404
from catalog.models import Grade, Subject
from search.api import refuse_unknown
from search.contract import MAX_LIMIT, MAX_WINDOW

from . import guide
from .addresses import is_within_reach, out_of_reach, read_day
from .api_answers import (
    AiringPage,
    ChannelList,
    CourseDetail,
    CoursePage,
    CourseRow,
    LessonRow,
    NowAndNext,
    UnitRow,
    airing_row,
    channel_row,
    course_facts,
)
from .detail import units_of
from .models import Channel, Course
from .models.courses import BUDDHIST_YEARS
from .schedule import current_schedule
from .timetable import bangkok
from .views.channels import channel_or_404

router = Router(tags=["courses"])
_ORDER = ("-academic_year", "-term", "grade__sort_order", "thai_order", "pk")


# --- what can be asked ------------------------------------------------------------------


def _known(model: type[Model]) -> Callable[[list[str]], list[str]]:
    """Refuse codes that this table does not have."""

    def check(codes: list[str]) -> list[str]:
        rows: QuerySet[Any] = model._default_manager.filter(code__in=codes[:MAX_LIMIT])
        unknown = sorted(set(codes) - set(rows.values_list("code", flat=True) if codes else ()))
        if unknown:
            raise _fault(_("unknown value: %(value)s") % {"value": unknown[0][:40]})
        return codes

    return check


def _read_day(text: Any) -> Day:
    """Refuse what is no day, and a year of the Buddhist era by name."""
    day, today = read_day(str(text)), bangkok(timezone.now()).date()
    if day is None:
        raise _fault(_("Write a day as %(example)s.") % {"example": today.isoformat()})
    if day.year in BUDDHIST_YEARS:
        raise _fault(
            _("Write the year of the common era: %(ce)s for B.E. %(be)s.")
            % {
                "ce": day.year - 543,
                "be": day.year,
            }
        )
    if not is_within_reach(day, today):
        raise _fault(out_of_reach(today))
    return day


def _fault(message: str) -> PydanticCustomError:
    # Braces would be places for values.
    return PydanticCustomError("value_error", "{said}", {"said": message})


Codes = Annotated[list[str], Field(max_length=MAX_LIMIT)]


class Paged(Schema, extra="forbid"):
    """Which part of a long list."""

    page: int = Field(1, ge=1, le=MAX_WINDOW)
    per_page: int = Field(20, ge=1, le=MAX_LIMIT)


class CourseParameters(Paged):
    """Filters; one given several times keeps what has any of its values."""

    grade: Annotated[Codes, AfterValidator(_known(Grade))] = []
    subject: Annotated[Codes, AfterValidator(_known(Subject))] = []
    channel: Annotated[Codes, AfterValidator(_known(Channel))] = []
    academic_year_be: int | None = Field(
        None, ge=BUDDHIST_YEARS.start, lt=BUDDHIST_YEARS.stop, description="School year (B.E.)."
    )
    term: int | None = Field(None, ge=1, le=2)


class AiringParameters(Paged):
    """A day in Bangkok, on one channel or on all."""

    date: Annotated[Day, BeforeValidator(_read_day)] = Field(
        ..., description="A day of the common era, such as 2026-11-30."
    )
    channel: Annotated[Codes, AfterValidator(_known(Channel))] = []


# --- addresses --------------------------------------------------------------------------


@router.get("/courses", response=CoursePage, summary="Courses")
def courses(request: HttpRequest, asked: Query[CourseParameters]) -> CoursePage:
    """Published courses, those of the newest term first."""
    refuse_unknown(request, CourseParameters)
    given = {
        "grade__code__in": asked.grade,
        "subject__code__in": asked.subject,
        "channel__code__in": asked.channel,
        "academic_year": asked.academic_year_be,
        "term": asked.term,
    }
    rows = Course.objects.public().filter(**{name: value for name, value in given.items() if value})
    total = rows.count()
    ordered = rows.for_listing().order_by(*_ORDER)
    return CoursePage(
        **_paging(total, asked),
        courses=[CourseRow(**course_facts(request, course)) for course in _part(ordered, asked)],
    )


@router.get("/courses/{int:course_id}", response=CourseDetail, summary="One course")
def course(request: HttpRequest, course_id: int) -> CourseDetail:
    """A published course with its units and lessons."""
    refuse_unknown(request, Schema)
    rows = Course.objects.public().for_listing()
    found = row_or_404(rows, _("There is no published course at this address."), pk=course_id)
    groups = units_of(found, {})
    return CourseDetail(
        **course_facts(request, found),
        indicators=sorted(found.indicators.values_list("code", flat=True)),
        units=[
            UnitRow(number=unit.number, name_th=unit.name_th, name_en=unit.name_en)
            for unit in dict.fromkeys(group.unit for group in groups if group.unit)
        ],
        lessons=[
            LessonRow(
                id=row.lesson.pk,
                url=request.build_absolute_uri(row.lesson.get_absolute_url()),
                number=row.lesson.number,
                unit=group.unit.number if group.unit else None,
                name_th=row.lesson.name_th,
                name_en=row.lesson.name_en,
            )
            for group in groups
            for row in group.lessons
        ],
    )


@router.get("/channels", response=ChannelList, summary="Channels")
def channels(request: HttpRequest) -> ChannelList:
    """Every channel."""
    refuse_unknown(request, Schema)
    schedule = current_schedule(timezone.now())
    return ChannelList(
        channels=[channel_row(request, channel) for channel in guide.channels_in_order(schedule)]
    )


@router.get("/channels/{code}/now", response=NowAndNext, summary="On air now and next")
def channel_now(request: HttpRequest, code: str) -> NowAndNext:
    """What a channel broadcasts now and next."""
    refuse_unknown(request, Schema)
    now = timezone.now()
    schedule = current_schedule(now)
    (board,) = guide.now_and_next(schedule, now, [channel_or_404(schedule, code)])
    return NowAndNext(
        channel=board.channel.code,
        at=bangkok(now),
        now=airing_row(request, board.now) if board.now else None,
        next=airing_row(request, board.next) if board.next else None,
    )


@router.get("/airings", response=AiringPage, summary="Broadcasts of one day")
def airings(request: HttpRequest, asked: Query[AiringParameters]) -> AiringPage:
    """Everything on air on one day, cancelled broadcasts included."""
    refuse_unknown(request, AiringParameters)
    now, days = timezone.now(), (asked.date, asked.date)
    wanted = [
        entry
        for entry in guide.entries_between(current_schedule(now), days, now)
        if not asked.channel or entry.channel.code in asked.channel
    ]
    return AiringPage(
        date=asked.date,
        **_paging(len(wanted), asked),
        airings=[airing_row(request, entry) for entry in _part(wanted, asked)],
    )


def _paging(total: int, asked: Paged) -> dict[str, int]:
    pages = max(1, -(-total // asked.per_page))
    return {"total": total, "page": asked.page, "pages": pages, "per_page": asked.per_page}


def _part(rows: Any, asked: Paged) -> Any:
    first = (asked.page - 1) * asked.per_page
    return rows[first : first + asked.per_page]
