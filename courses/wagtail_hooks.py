"""Registers the room with Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from catalog.spreadsheets.import_views import admin_urls

from . import bulk_actions, front_page
from .copy_views import CopyCourseView, may_copy
from .imports import LESSONS_IMPORT, TIMETABLE_IMPORT
from .models import Course, TrainingEvent, TrainingRegistration, course_code_warning
from .permissions import OnlyLookedAtPolicy
from .views.running import attendance, may_run_trainings, screen
from .viewsets import CoursesViewSetGroup, SlotChooserViewSet, UnitChooserViewSet

# Before anything asks for the policy of this model: afterwards Wagtail refuses.
register_permission_policy(TrainingRegistration, OnlyLookedAtPolicy(TrainingRegistration))
register_snippet(CoursesViewSetGroup)

hooks.register("register_bulk_action", bulk_actions.PublishCourses)
hooks.register("register_bulk_action", bulk_actions.UnpublishCourses)
# Later than Wagtail's own deletion, which it replaces.
hooks.register("register_bulk_action", bulk_actions.DeleteListedCourses, order=10)


hooks.register("front_page_section", front_page.on_air_now, order=10)


@hooks.register("register_admin_viewset")
def choosers() -> list[ViewSet]:
    """Choosing a unit or a slot."""
    return [UnitChooserViewSet("unit_chooser"), SlotChooserViewSet("slot_chooser")]


@hooks.register("register_admin_urls")
def pages() -> list[URLPattern]:
    """The pages of both imports, and of copying a course."""
    copy = path("courses/<int:pk>/copy/", CopyCourseView.as_view(), name="courses_copy")
    training = [
        path("courses/training/<int:pk>/attendance/", attendance, name="training_attendance"),
        path("courses/training/<int:pk>/screen/", screen, name="training_screen"),
    ]
    return [*admin_urls(TIMETABLE_IMPORT), *admin_urls(LESSONS_IMPORT), copy, *training]


@hooks.register("register_snippet_listing_buttons")
def copy_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way from a course to its copy."""
    if isinstance(snippet, Course) and may_copy(user):
        url = reverse("courses_copy", args=[snippet.pk])
        yield Button(_("Copy to another term"), url, icon_name="copy", priority=40)


@hooks.register("register_snippet_listing_buttons")
def attendance_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way from a training to the list of those who registered."""
    if isinstance(snippet, TrainingEvent) and may_run_trainings(user):
        url = reverse("training_attendance", args=[snippet.pk])
        yield Button(_("Registrations and attendance"), url, icon_name="group", priority=40)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_course_code(request: HttpRequest, snippet: Any) -> None:
    """Ask for a second look at an unusual course code; it is saved all the same."""
    if isinstance(snippet, Course) and (warning := course_code_warning(snippet)):
        messages.warning(request, warning)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What an import did stands in the history of each row."""
    actions.register_action(
        "courses.import", _("Import from a spreadsheet"), _("Saved by an import from a spreadsheet")
    )
    actions.register_action(
        "courses.attendance", _("Attendance"), _("Attendance set by the organiser's list")
    )
    actions.register_action("courses.copied", _("Copy"), _("Copied from another term"))
