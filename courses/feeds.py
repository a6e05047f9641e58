"""RSS of the courses and lessons that were published last, in the language of its address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.feeds import without_control_characters
from catalog.filters import NEWEST

from .models import Course, Lesson, TrainingEvent
from .terms import written_term


class NewestFeed(Feed):
    """What its subclasses share: names, dates, and where the feed belongs."""

    LENGTH = 30

    def link(self) -> str:
        """The list that the feed follows."""
        return reverse("courses:courses")

    def item_title(self, item: Any) -> str:
        """The name in the language of the feed."""
        return without_control_characters(item.name)

    def item_pubdate(self, item: Any) -> datetime | None:
        """When the public saw it first."""
        return item.first_published_at


class NewestCoursesFeed(NewestFeed):
    """The newest published courses."""

    def title(self) -> str:
        """Say whose news it is."""
        return _("New courses · %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def description(self) -> str:
        """Say what the feed holds."""
        return _("Courses that the office published last.")

    def items(self) -> QuerySet[Course]:
        """The newest courses; without any that is not published."""
        return Course.objects.public().for_listing().order_by(*NEWEST)[: self.LENGTH]

    def item_description(self, item: Any) -> str:
        """Code, grade, learning area and term, then the summary."""
        term = written_term(item.academic_year, item.term)
        facts = " · ".join(
            part for part in (item.code, item.grade.name, item.subject.name, term) if part
        )
        return without_control_characters(f"{facts}\n{item.summary}".strip())

    def item_categories(self, item: Any) -> list[str]:
        """The learning area."""
        return [item.subject.name]


class NewestLessonsFeed(NewestFeed):
    """The newest published lessons."""

    def title(self) -> str:
        """Say whose news it is."""
        return _("New lessons · %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def description(self) -> str:
        """Say what the feed holds."""
        return _("Lessons that the office published last.")

    def items(self) -> QuerySet[Lesson]:
        """The newest lessons; without any that is not published."""
        lessons = Lesson.objects.public().select_related("course__grade", "course__subject")
        return lessons.order_by(*NEWEST)[: self.LENGTH]

    def item_description(self, item: Any) -> str:
        """Its course and place, then the key idea."""
        place = _("Lesson %(number)s") % {"number": item.number}
        return without_control_characters(f"{item.course.name} · {place}\n{item.key_idea}".strip())

    def item_categories(self, item: Any) -> list[str]:
        """The learning area."""
        return [item.course.subject.name]


class NewestTrainingsFeed(NewestFeed):
    """The trainings that were announced last."""

    def title(self) -> str:
        """Say whose news it is."""
        return _("Trainings · %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def description(self) -> str:
        """Say what the feed holds."""
        return _("Trainings that the office announced last.")

    def link(self) -> str:
        """The list that the feed follows."""
        return reverse("courses:trainings")

    def items(self) -> QuerySet[TrainingEvent]:
        """The newest trainings; without any that is not published."""
        return TrainingEvent.objects.public().order_by(*NEWEST)[: self.LENGTH]

    def item_description(self, item: Any) -> str:
        """When and where, then the summary."""
        when = f"{timezone.localtime(item.starts_at):%Y-%m-%d %H:%M}"
        where = item.place or item.get_mode_display()
        return without_control_characters(f"{when} · {where}\n{item.summary}".strip())
