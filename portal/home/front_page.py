"""What the front page lays out, and the places that other rooms fill.

A room that has something for the front page (what is on air now, the latest plans) registers a
Wagtail hook in its `wagtail_hooks.py`; rooms that may not import each other still meet here:

    @hooks.register("front_page_section", order=10)
    def on_air_now(page):
        airings = ...
        return {"place": "now", "template": "courses/front_on_air.html", "context": {...}}

`place` is "now" (right below the search box) or "latest" (below the newest resources). The template
sees nothing but `context`, as `section`. A function that returns None leaves no trace on the page.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from wagtail import hooks
from wagtail.models import Page

from catalog.models import Collection, DeliveryMode, Grade, Resource, Subject

SECTION_HOOK = "front_page_section"
PLACES = ("now", "latest")
NEWEST_RESOURCES = 6
COLLECTIONS = 4


def front_page_context(page: Page) -> dict[str, Any]:
    """Return all that the front page shows, in a number of queries that does not grow."""
    live = Q(access_points__resource__live=True)
    count = Count("access_points__resource", filter=live, distinct=True)
    newest = Resource.objects.public().for_listing().order_by("-first_published_at", "-pk")
    collections = Collection.objects.public().for_listing().order_by("-first_published_at", "-pk")
    return {
        "modes": DeliveryMode.objects.annotate(resource_count=count),
        "grade_levels": _grades_by_level(),
        "subjects": Subject.objects.all(),
        "newest_resources": newest[:NEWEST_RESOURCES],
        "collections": collections[:COLLECTIONS],
        "sections": _sections(page),
        "without_header_search": True,
    }


def _grades_by_level() -> list[tuple[str, list[Grade]]]:
    """Group the grades by level, both in their own order."""
    groups = groupby(Grade.objects.all(), key=lambda grade: grade.get_level_display())
    return [(level, list(grades)) for level, grades in groups]


def _sections(page: Page) -> dict[str, list[dict[str, Any]]]:
    """Ask every room for its part; a part for a place that does not exist is a mistake."""
    places: dict[str, list[dict[str, Any]]] = {place: [] for place in PLACES}
    for build in hooks.get_hooks(SECTION_HOOK):
        section = build(page)
        if section:
            places[section["place"]].append(section)
    return places
