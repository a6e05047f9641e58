"""Limits that hold for everybody, whatever a group may do."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class OnlyLookedAtPolicy(ModelPermissionPolicy):
    """Rows that Wagtail's forms only show: what gives and takes places keeps its own order."""

    OPEN = frozenset({"view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse forms even to a superuser; registrations change by their own pages."""
        return action in self.OPEN and super().user_has_permission(user, action)
