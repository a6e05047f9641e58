"""The room's screens in the admin: one menu, a list and a form for everything in it."""

from __future__ import annotations

from .choosers import SlotChooserViewSet, UnitChooserViewSet
from .menu import CoursesViewSetGroup

__all__ = ["CoursesViewSetGroup", "SlotChooserViewSet", "UnitChooserViewSet"]
