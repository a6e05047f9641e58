"""Listens to the rooms below and leaves a note on the request; nothing is written here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from catalog.models import Platform
from catalog.signals import access_point_opened, platform_opened, resource_opened
from courses.signals import course_opened, lesson_opened, lesson_used
from portal.core.signals import page_opened
from portal.plans.signals import plan_file_opened
from search.signals import results_shown

from .codes import MODE_NUMBERS, ItemType, Kind, Mode
from .notes import Note, leave
from .queries import loggable


def connect() -> None:
    """Listen to everybody."""
    resource_opened.connect(_resource, dispatch_uid="usage")
    platform_opened.connect(_platform, dispatch_uid="usage")
    access_point_opened.connect(_access_point, dispatch_uid="usage")
    course_opened.connect(_course, dispatch_uid="usage")
    lesson_opened.connect(_lesson, dispatch_uid="usage")
    lesson_used.connect(_lesson_used, dispatch_uid="usage")
    page_opened.connect(_page, dispatch_uid="usage")
    plan_file_opened.connect(_plan_file, dispatch_uid="usage")
    results_shown.connect(_search, dispatch_uid="usage")


def _resource(request: HttpRequest, resource: Any, **kwargs: Any) -> None:
    platform = resource.platform_id or 0
    leave(request, Note(Kind.VIEW, ItemType.RESOURCE, resource.pk, platform))


def _platform(request: HttpRequest, platform: Any, **kwargs: Any) -> None:
    leave(request, Note(Kind.VIEW, ItemType.PLATFORM, platform.pk, platform.pk))


def _access_point(
    sender: Any, request: HttpRequest, item: Any, mode: str, from_print: bool, **kwargs: Any
) -> None:
    is_platform = sender is Platform
    leave(
        request,
        Note(
            Kind.REQUEST,
            ItemType.PLATFORM if is_platform else ItemType.RESOURCE,
            item.pk,
            item.pk if is_platform else item.platform_id or 0,
            MODE_NUMBERS.get(mode, Mode.NONE),
            from_print,
        ),
    )


def _course(request: HttpRequest, course: Any, **kwargs: Any) -> None:
    leave(request, Note(Kind.VIEW, ItemType.COURSE, course.pk))


def _lesson(request: HttpRequest, lesson: Any, **kwargs: Any) -> None:
    """A lesson is a part of its course, which is what is counted."""
    leave(request, Note(Kind.VIEW, ItemType.COURSE, lesson.course_id))


def _lesson_used(request: HttpRequest, lesson: Any, mode: str, **kwargs: Any) -> None:
    """The request belongs to the resource; the course gets an action, so nothing counts twice."""
    mode_number = MODE_NUMBERS.get(mode, Mode.NONE)
    leave(request, Note(Kind.ACTION, ItemType.COURSE, lesson.course_id, mode=mode_number))


def _page(request: HttpRequest, page: Any, **kwargs: Any) -> None:
    is_plan = page._meta.label_lower == "plans.planpage"
    leave(request, Note(Kind.VIEW, ItemType.PLAN if is_plan else ItemType.PAGE, page.pk))


def _plan_file(request: HttpRequest, edition: Any, **kwargs: Any) -> None:
    """The printed form of a plan is the plan itself."""
    leave(request, Note(Kind.REQUEST, ItemType.PLAN, edition.page_id))


def _search(
    request: HttpRequest, words: str, total: int, unfiltered: int | None, page: int, **kwargs: Any
) -> None:
    """A search is a query with words, and only its first page."""
    query = loggable(words)
    if query and page == 1:
        leave(request, Note(Kind.SEARCH, q=query, n=total, n_all=unfiltered, page=page))
