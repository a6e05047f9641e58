"""What somebody wants in a calendar: channels, grades and courses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Grade

from . import timetable as pure
from .models import Channel, Course
from .schedule import Schedule


@dataclass(frozen=True)
class CalendarChoice:
    """The airings of these channels, these grades and these courses, each once."""

    channels: tuple[Channel, ...] = ()
    grades: tuple[Grade, ...] = ()
    courses: tuple[Course, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.channels or self.grades or self.courses)

    def wants(self, airing: pure.Airing, schedule: Schedule) -> bool:
        """Whether an airing belongs into the calendar."""
        if any(channel.pk == airing.channel for channel in self.channels):
            return True
        if any(course.pk == airing.course for course in self.courses):
            return True
        return any(self._is_for(grade, airing, schedule) for grade in self.grades)

    @staticmethod
    def _is_for(grade: Grade, airing: pure.Airing, schedule: Schedule) -> bool:
        """An airing is for its course's grade; one without course for all grades of its channel."""
        if course := schedule.course_of(airing):
            return course.grade_id == grade.pk
        return grade in schedule.channel_of(airing).grades.all()

    @property
    def name(self) -> str:
        """What a calendar is called in the reader's language."""
        names = [channel.name for channel in self.channels]
        names += [grade.name for grade in self.grades]
        names += [course.name for course in self.courses]
        return _("Broadcasts: %(names)s") % {"names": ", ".join(names)}

    @property
    def query(self) -> str:
        """The choice as an address writes it: the same for the same choice in any order."""
        written = {
            "channels": sorted(channel.code for channel in self.channels),
            "grades": sorted(grade.code for grade in self.grades),
            "courses": [str(pk) for pk in sorted(course.pk for course in self.courses)],
        }
        chosen = {name: ",".join(values) for name, values in written.items() if values}
        return urlencode(chosen, safe=",")

    @property
    def file_name(self) -> str:
        """What a downloaded file is called; ASCII, as old mail programs want it."""
        parts = [channel.code for channel in self.channels]
        parts += [grade.code for grade in self.grades]
        parts += [f"course-{course.pk}" for course in self.courses]
        return f"{'-'.join(parts)}.ics"

    @property
    def path(self) -> str:
        """The address of the feed: of one thing alone a short one."""
        if len(self.channels) + len(self.grades) + len(self.courses) == 1:
            for channel in self.channels:
                return reverse("courses:calendar_channel", args=[channel.code])
            for grade in self.grades:
                return reverse("courses:calendar_grade", args=[grade.code])
            for course in self.courses:
                return reverse("courses:calendar_course", args=[course.pk])
        return f"{reverse('courses:calendar_set')}?{self.query}"

    @property
    def page(self) -> str:
        """The address of the page on which it is subscribed to and changed."""
        return f"{reverse('courses:calendar')}?{self.query}"
