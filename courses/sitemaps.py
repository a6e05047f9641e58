"""What of the room search engines should know."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from catalog.sitemaps import BilingualSitemap, PublishedSitemap

from .models import Channel, Course, Lesson, TrainingEvent


class CourseSitemap(PublishedSitemap):
    """Pages of courses."""

    model = Course


class LessonSitemap(PublishedSitemap):
    """Pages of lessons."""

    model = Lesson


class TrainingSitemap(PublishedSitemap):
    """Pages of trainings."""

    model = TrainingEvent


class ChannelSitemap(BilingualSitemap):
    """Pages of channels, and the lists of the room; days and weeks are too many to name."""

    def items(self) -> list[tuple[str, ...]]:
        """Names of addresses, each with what it takes."""
        lists = [("courses:courses",), ("courses:channels",), ("courses:timetable",)]
        lists.append(("courses:trainings",))
        return [*lists, *(("courses:channel", code) for code in _channel_codes())]

    def location(self, item: tuple[str, ...]) -> str:
        """The address."""
        return reverse(item[0], args=item[1:])


def _channel_codes() -> list[str]:
    return list(Channel.objects.values_list("code", flat=True))


sitemaps: dict[str, type[Sitemap]] = {
    "courses": CourseSitemap,
    "lessons": LessonSitemap,
    "trainings": TrainingSitemap,
    "channels": ChannelSitemap,
}
