"""Grades: what there is for one grade, and for one learning area of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.filters import NEWEST, ResourceOfGradeFilter
from catalog.listing import FilteredList
from catalog.lookup import row_or_404
from catalog.models import Grade, Platform, Resource, Subject

NEWEST_SHOWN = 6
PLATFORMS_SHOWN = 9
PER_PAGE = 24


@require_safe
def grade(request: HttpRequest, code: str) -> HttpResponse:
    """One grade: its learning areas, what is new, platforms, and the grades beside it."""
    found = _grade_or_404(code)
    resources = Resource.objects.public().filter(grades=found)
    platforms = Platform.objects.public().filter(grades=found)
    context = {
        "grade": found,
        **_neighbours(found),
        "tiles": _subject_tiles(("resources", resources), ("platforms", platforms)),
        "resource_count": resources.count(),
        "newest": resources.order_by(*NEWEST).for_listing()[:NEWEST_SHOWN],
        "platform_count": platforms.count(),
        "platforms": platforms.order_by("thai_order", "pk").for_listing()[:PLATFORMS_SHOWN],
    }
    return render(request, "catalog/grade_detail.html", context)


@require_safe
def grade_subject(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """One learning area of one grade: its resources by mode and kind, and its platforms."""
    found = _grade_or_404(code)
    area = row_or_404(
        Subject.objects.all(), _("There is no learning area “%s”.") % subject[:24], code=subject
    )
    resources = Resource.objects.public().filter(grades=found).filter(subjects=area)
    platforms = Platform.objects.public().filter(grades=found).filter(subjects=area)
    context = {
        "grade": found,
        "subject": area,
        "trail": [{"name": found.long_name, "url": reverse("catalog:grade", args=[found.code])}],
        "platform_count": platforms.count(),
        "platforms": platforms.order_by("thai_order", "pk").for_listing()[:PLATFORMS_SHOWN],
    }
    filters = ResourceOfGradeFilter(request.GET, resources)
    listing = FilteredList("catalog/grade_subject.html", "resources", filters, PER_PAGE, context)
    return listing.respond(request)


def _grade_or_404(code: str) -> Grade:
    return row_or_404(Grade.objects.all(), _("There is no grade “%s”.") % code[:24], code=code)


def _neighbours(grade: Grade) -> dict[str, Any]:
    """The grades before and after in the staff's order, None at either end."""
    grades = list(Grade.objects.all())
    place = grades.index(grade)
    return {
        "previous": grades[place - 1] if place else None,
        "next": grades[place + 1] if place + 1 < len(grades) else None,
    }


def _subject_tiles(*lists: tuple[str, QuerySet[Any]]) -> list[dict[str, Any]]:
    """The learning areas that occur in any of the named lists, with their numbers of rows."""
    counts = {
        name: dict(
            rows.order_by().values_list("subjects").annotate(rows=Count("pk", distinct=True))
        )
        for name, rows in lists
    }
    tiles = []
    for subject in Subject.objects.all():
        numbers = {name: counts[name].get(subject.pk, 0) for name in counts}
        if any(numbers.values()):
            tiles.append({"subject": subject, **numbers})
    return tiles
