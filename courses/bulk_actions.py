"""What editors do to many courses, lessons or trainings at once, as in the catalogue."""

from __future__ import annotations

from catalog.bulk_actions import DeleteListed, PublishBulkAction, UnpublishBulkAction

from .models import Course, Lesson, TrainingEvent


class PublishCourses(PublishBulkAction):
    """Publish the newest version of each, such as the lessons of an import."""

    models = [Course, Lesson, TrainingEvent]


class UnpublishCourses(UnpublishBulkAction):
    """Take each from the public."""

    models = [Course, Lesson, TrainingEvent]


class DeleteListedCourses(DeleteListed):
    """Wagtail's deletion, kept to the list that the person sees."""

    models = [Course, Lesson, TrainingEvent]
