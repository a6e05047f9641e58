"""RSS of what was published last, in the language of its address."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.filters import NEWEST
from catalog.models import Resource

# XML has no place for these; a pasted one would stop the whole feed.
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def without_control_characters(text: str) -> str:
    """Return text that XML can carry."""
    return _CONTROL_CHARACTERS.sub(" ", text)


class NewestResourcesFeed(Feed):
    """The newest published resources."""

    LENGTH = 30

    def title(self) -> str:
        """Say whose news it is."""
        return _("New learning resources · %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def description(self) -> str:
        """Say what the feed holds."""
        return _("Learning resources that the office published last.")

    def link(self) -> str:
        """The list that the feed follows."""
        return reverse("search:search") + "?room=resource"

    def items(self) -> QuerySet[Resource]:
        """The newest resources; without any that is not published."""
        return Resource.objects.public().for_listing().order_by(*NEWEST)[: self.LENGTH]

    def item_title(self, item: Any) -> str:
        """The name in the language of the feed."""
        return without_control_characters(item.name)

    def item_description(self, item: Any) -> str:
        """What it is, for which grades, then the summary."""
        grades = ", ".join(grade.name for grade in item.grades.all())
        subjects = ", ".join(subject.name for subject in item.subjects.all())
        facts = " · ".join(part for part in (item.get_kind_display(), grades, subjects) if part)
        return without_control_characters(f"{facts}\n{item.summary}".strip())

    def item_pubdate(self, item: Any) -> datetime | None:
        """When the public saw it first."""
        return item.first_published_at

    def item_categories(self, item: Any) -> list[str]:
        """The learning areas."""
        return [subject.name for subject in item.subjects.all()]
