"""Registers the room with Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from . import bulk_actions
from .viewsets import CoursesViewSetGroup, SlotChooserViewSet, UnitChooserViewSet

register_snippet(CoursesViewSetGroup)

hooks.register("register_bulk_action", bulk_actions.PublishCourses)
hooks.register("register_bulk_action", bulk_actions.UnpublishCourses)
# Later than Wagtail's own deletion, which it replaces.
hooks.register("register_bulk_action", bulk_actions.DeleteListedCourses, order=10)


@hooks.register("register_admin_viewset")
def choosers() -> list[ViewSet]:
    """Choosing a unit or a slot."""
    return [UnitChooserViewSet("unit_chooser"), SlotChooserViewSet("slot_chooser")]
