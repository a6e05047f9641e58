"""Limits that hold for everybody, whatever a group may do."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class FixedRowsPolicy(ModelPermissionPolicy):
    """Rows that code refers to: they may be reworded, never added or deleted."""

    CLOSED = frozenset({"add", "delete"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse what would change the set of rows, even to a superuser."""
        return action not in self.CLOSED and super().user_has_permission(user, action)
