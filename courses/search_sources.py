"""What can be found: courses and lessons by grade, learning area and mode; and trainings.

A lesson is learnt in the modes of its resources, on air where its course has a channel, and on site
where its note says what the teacher beside the set does. A course has the modes of all its
published lessons.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from catalog.models import (
    DeliveryMode,
    Grade,
    Indicator,
    Platform,
    Provider,
    Resource,
    Subject,
)
from catalog.search_sources.base import CatalogSource
from search.contract import Document
from search.sources import FacetValue, labelled, register, register_facet

from .models import Channel, Course, Lesson, LessonResource, TrainingEvent, Unit

COURSE, LESSON, TRAINING = "course", "lesson", "training"
# Behind the kinds of resources and platforms, of which there are fewer.
_ORDER = 1000
_FILING = ("grade", "subject", "provider", "channel__platform")


def _kinds() -> list[FacetValue]:
    names = {COURSE: _("Course"), LESSON: _("Lesson"), TRAINING: _("Training")}
    return [
        labelled(kind, name, _ORDER + place) for place, (kind, name) in enumerate(names.items())
    ]


register_facet("kind", _kinds)


class TaughtSource(CatalogSource):
    """What courses and lessons have in common: a lesson is filed where its course is."""

    def documents(self, pks: Iterable[int] | None = None, chunk: int = 500) -> Iterator[Document]:
        """Describe rows; the names of the modes are read once."""
        modes = DeliveryMode.objects.in_bulk(field_name="code")
        rows = self.queryset() if pks is None else self.queryset().filter(pk__in=list(pks))
        for row in rows.order_by("pk").iterator(chunk_size=chunk):
            yield self._describe(row, modes)

    def document(self, row: Any) -> Document:
        """Describe one row."""
        (document,) = self.documents([row.pk])
        return document

    def dependents(self, changed: Model) -> Iterable[int]:
        """Rows that show the changed one: of a mode all, since courses on air name no resource."""
        if isinstance(changed, DeliveryMode):
            rows: QuerySet[Any] = self.model.objects.order_by()
            return rows.values_list("pk", flat=True)
        if isinstance(changed, Resource):
            # Read out: most are used by no lesson, and then nothing is to be written. Its ways
            # are saved along with it, so they need no watch of their own.
            return list(super().dependents(changed))
        return super().dependents(changed)

    @abstractmethod
    def _describe(self, row: Any, modes: dict[str, DeliveryMode]) -> Document:
        """Describe one row by the modes there are."""

    def _filed(
        self, row: Any, course: Course, lessons: Iterable[Lesson], modes: dict[str, DeliveryMode]
    ) -> dict[str, Any]:
        """What a document says of itself by the course's filing."""
        taught = [modes[code] for code in _modes_of(course, lessons) if code in modes]
        channel = course.channel
        platform = channel.platform if channel and channel.platform else None
        if platform and not platform.live:
            platform = None
        kind = next(kind for kind in _kinds() if kind.value == self.kind)
        filed = [course.grade, course.subject, course.provider, channel, platform, *taught]
        with translation.override("th"):
            url = row.get_absolute_url()
        return {
            "key": self.key(row.pk),
            "title": row.name_th,
            "title_en": row.name_en,
            "url": url,
            "facets": {
                "grade": (course.grade.code,),
                "subject": (course.subject.code,),
                "mode": tuple(mode.code for mode in taught),
                "kind": (self.kind,),
                "platform": (platform.slug,) if platform else (),
                "provider": (course.provider.slug,),
                "room": (self.kind,),
            },
            "keywords": _words(filed, kind.label_th, kind.label_en),
            "is_sample": course.is_sample,
            "published_at": row.first_published_at,
            "title_order": row.thai_order,
            "labels": _words(
                (),
                kind.label_th,
                course.grade.name_th,
                course.subject.name_th,
                channel.name_th if channel else "",
            ),
        }


@register
class CourseSource(TaughtSource):
    """Published courses, with the names of their units."""

    kind = COURSE
    label = _("Courses")
    model = Course
    paths = {
        Grade: ("grade",),
        Subject: ("subject",),
        Provider: ("provider",),
        Channel: ("channel",),
        Platform: ("channel__platform",),
        Indicator: ("indicators",),
        Unit: ("units",),
        Lesson: ("lessons",),
        LessonResource: ("lessons__lesson_resources",),
        Resource: ("lessons__resources",),
    }
    watches = (Course, DeliveryMode, *paths)

    def queryset(self) -> QuerySet[Any]:
        """Published courses with all that a document tells."""
        lessons = _with_ways(Lesson.objects.filter(live=True))
        rows = Course.objects.public().select_related(*_FILING)
        return rows.prefetch_related(
            "units", "indicators", Prefetch("lessons", lessons, to_attr="published_lessons")
        )

    def dependents(self, changed: Model) -> Iterable[int]:
        """Rows that show the changed one; what lies close says itself whose it is."""
        if isinstance(changed, (Unit, Lesson)):
            return [changed.course_id]
        return super().dependents(changed)

    def _describe(self, row: Any, modes: dict[str, DeliveryMode]) -> Document:
        facts = self._filed(row, row, row.published_lessons, modes)
        term = f"{row.term}/{row.academic_year}"
        facts["labels"] = (*facts["labels"], f"ภาคเรียน {term}")
        return Document(
            **facts,
            summary=row.summary,
            codes=_codes(row.code, row.indicators.all()),
            body="\n".join(unit.name_th for unit in row.units.all()),
        )


@register
class LessonSource(TaughtSource):
    """Published lessons of published courses."""

    kind = LESSON
    label = _("Lessons")
    model = Lesson
    paths = {
        Course: ("course",),
        Grade: ("course__grade",),
        Subject: ("course__subject",),
        Provider: ("course__provider",),
        Channel: ("course__channel",),
        Platform: ("course__channel__platform",),
        Indicator: ("indicators",),
        Unit: ("unit",),
        LessonResource: ("lesson_resources",),
        Resource: ("resources",),
    }
    watches = (Lesson, DeliveryMode, *paths)

    def queryset(self) -> QuerySet[Any]:
        """Published lessons with all that a document tells."""
        rows = _with_ways(Lesson.objects.public()).select_related(
            "unit", *(f"course__{name}" for name in _FILING)
        )
        return rows.prefetch_related("indicators")

    def dependents(self, changed: Model) -> Iterable[int]:
        """Rows that show the changed one."""
        if isinstance(changed, LessonResource):
            return [changed.lesson_id]
        return super().dependents(changed)

    def _describe(self, row: Any, modes: dict[str, DeliveryMode]) -> Document:
        facts = self._filed(row, row.course, [row], modes)
        facts["keywords"] = _words(
            [row.course, row.unit], *facts["keywords"], *(each.name_th for each in _used(row))
        )
        facts["labels"] = (*facts["labels"], row.course.name_th)
        return Document(
            **facts,
            summary=row.key_idea,
            codes=_codes(row.course.code, row.indicators.all()),
            body=row.objectives,
        )


@register
class TrainingSource(CatalogSource):
    """Published trainings: no visitor's word is in them."""

    kind = TRAINING
    label = _("Trainings")
    model = TrainingEvent
    paths = {}
    watches = (TrainingEvent,)

    def queryset(self) -> QuerySet[Any]:
        """Published trainings."""
        return TrainingEvent.objects.public()

    def document(self, row: Any) -> Document:
        """Describe one row."""
        kind = next(kind for kind in _kinds() if kind.value == TRAINING)
        with translation.override("th"):
            url = row.get_absolute_url()
            words = (kind.label_th, str(row.get_mode_display()), row.place)
            roles = [str(role.label) for role in row.roles]
        return Document(
            key=self.key(row.pk),
            title=row.name_th,
            title_en=row.name_en,
            url=url,
            summary=row.summary,
            body=unescape(strip_tags(row.body.replace("<", " <"))),
            keywords=_words((), *words, kind.label_en, *roles),
            labels=_words((), kind.label_th, row.place),
            facets={"kind": (TRAINING,), "room": (TRAINING,)},
            is_sample=row.is_sample,
            published_at=row.first_published_at,
            title_order=row.thai_order,
        )


def _with_ways(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons with what they use, and the ways to reach it."""
    links = LessonResource.objects.select_related("resource").prefetch_related(
        "resource__access_points__mode"
    )
    return lessons.prefetch_related(Prefetch("lesson_resources", links))


def _used(lesson: Lesson) -> list[Resource]:
    """The published resources of a lesson."""
    return [link.resource for link in lesson.lesson_resources.all() if link.resource.live]


def _modes_of(course: Course, lessons: Iterable[Lesson]) -> list[str]:
    """The codes of the modes in which these lessons of a course are learnt, each once."""
    codes = ["onair"] if course.channel_id else []
    for lesson in lessons:
        codes += ["onsite"] if lesson.onsite_note.strip() else []
        points = (point for used in _used(lesson) for point in used.access_points.all())
        codes += [point.mode.code for point in points]
    return list(dict.fromkeys(codes))


def _words(rows: Iterable[Any], *more: str) -> tuple[str, ...]:
    """Every name of these rows in both languages, and more words; each once."""
    fields = ("name_th", "long_name_th", "short_name_th", "label_th", "name_en", "label_en")
    names = [getattr(row, field, "") for row in rows if row is not None for field in fields]
    return tuple(dict.fromkeys(word for word in (*names, *more) if word))


def _codes(course_code: str, indicators: Iterable[Indicator]) -> tuple[str, ...]:
    codes = {course_code, *(indicator.code for indicator in indicators)}
    return tuple(sorted(codes - {""}))
