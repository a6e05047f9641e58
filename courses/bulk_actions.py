"""What editors do to many courses or lessons at once, as in the catalogue."""

from __future__ import annotations

from catalog.bulk_actions import DeleteListed, PublishBulkAction, UnpublishBulkAction

from .models import Course, Lesson


class PublishCourses(PublishBulkAction):
    """Publish the newest version of each, such as the lessons of an import."""

    models = [Course, Lesson]


class UnpublishCourses(UnpublishBulkAction):
    """Take each from the public."""

    models = [Course, Lesson]


class DeleteListedCourses(DeleteListed):
    """Wagtail's deletion, kept to the list that the person sees."""

    models = [Course, Lesson]
