"""The register in the form in which the courses' room lets people choose a school."""

from __future__ import annotations

from django.http import HttpRequest

from courses.school_directory import KnownSchool

from .models import School
from .my_school import chosen_school


class RegisteredSchools:
    """Open schools of the register, and the visitor's own."""

    def schools(self) -> list[KnownSchool]:
        """Open schools by district, each in Thai order."""
        rows = School.objects.active().for_listing()
        return [_known(row) for row in rows.order_by("district__thai_order", "thai_order", "pk")]

    def chosen(self, request: HttpRequest) -> KnownSchool | None:
        """The school in the visitor's cookie."""
        school = chosen_school(request)
        return _known(school) if school else None


def _known(school: School) -> KnownSchool:
    return KnownSchool(school.ministry_code, school.name_th, school.name_en, school.district.name)
