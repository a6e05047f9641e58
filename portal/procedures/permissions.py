"""Limits that hold for everybody, whatever a group may do."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class DraftsOnlyPolicy(ModelPermissionPolicy):
    """Versions may be changed, published and deleted while they are drafts, and never after."""

    CLOSED = frozenset({"change", "delete", "publish"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """A version is never made from nothing: who may change drafts copies the current one."""
        return action != "add" and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Refuse what would touch a published version, even to a superuser."""
        if action in self.CLOSED and instance.is_published:
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))
