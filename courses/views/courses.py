"""Courses and lessons: the directory and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.listing import FilteredList
from catalog.lookup import row_or_404
from courses.detail import course_context, lesson_context
from courses.filters import CourseFilter
from courses.models import Course, Lesson
from courses.signals import course_opened, lesson_opened

from .channels import fresh

PER_PAGE = 24
_ORDER = (
    *("-academic_year", "-term", "grade__sort_order", "subject__sort_order", "thai_order", "pk"),
)


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The course directory, the newest term first."""
    filters = CourseFilter(request.GET, Course.objects.public().order_by(*_ORDER))
    return FilteredList("courses/course_list.html", "courses", filters, PER_PAGE).respond(request)


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course: its units and lessons, when it is on air, and what was missed."""
    rows = Course.objects.public().select_related("grade", "subject", "provider", "channel")
    found = row_or_404(rows, _("There is no published course at this address."), pk=pk)
    course_opened.send_robust(Course, course=found, request=request)
    address = request.build_absolute_uri(found.get_absolute_url())
    return fresh(render(request, "courses/course_detail.html", course_context(found, address)))


@require_safe
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """One lesson: every way to learn it side by side."""
    rows = Lesson.objects.public().select_related("unit", "course__grade", "course__subject")
    found = row_or_404(rows, _("There is no published lesson at this address."), pk=pk)
    lesson_opened.send_robust(Lesson, lesson=found, request=request)
    address = request.build_absolute_uri(found.get_absolute_url())
    return fresh(render(request, "courses/lesson_detail.html", lesson_context(found, address)))
