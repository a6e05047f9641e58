"""Leading from a lesson to the resources that it uses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catalog.going import asked_way, is_from_print, lead_to
from catalog.lookup import row_or_404
from catalog.models import Resource
from catalog.signals import access_point_opened
from courses.models import Lesson
from courses.signals import lesson_used


@require_GET
def lesson(request: HttpRequest, pk: int, resource: int) -> HttpResponse:
    """Lead to a resource of a lesson in the mode that was asked for."""
    lessons = Lesson.objects.public()
    used_in = row_or_404(lessons, _("There is no published lesson at this address."), pk=pk)
    rows = Resource.objects.public().filter(lesson_resources__lesson=used_in).distinct()
    found = row_or_404(rows, _("There is no published resource at this address."), pk=resource)
    point = asked_way(found.access_points.select_related("mode", "document"), request)
    access_point_opened.send_robust(
        Resource,
        item=found,
        mode=point.mode.code,
        from_print=is_from_print(request),
        request=request,
    )
    lesson_used.send_robust(Lesson, lesson=used_in, mode=point.mode.code, request=request)
    return lead_to(point.target)
