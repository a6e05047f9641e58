"""Who may do what with a plan: the rules of approval, without a question for each row of a list."""

from __future__ import annotations

from portal.approvals.guarding import GuardedPagePermissionTester


class PlanPermissionTester(GuardedPagePermissionTester):
    """The rules of every guarded page.

    Lists fetch `was_acted_on` along. With it, and since no page stands below a plan, the buttons
    of a row need not ask the database again what they may offer.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Whoever may write it, as long as nobody has acted on it."""
        acted: bool | None = getattr(self.page, "was_acted_on", None)
        if acted is None:
            return bool(super().can_delete(ignore_bulk))
        return not acted and self._may_write()

    def can_move(self) -> bool:
        """Whoever may write it; what is published only by those who could publish elsewhere."""
        if not hasattr(self.page, "was_acted_on"):
            return bool(super().can_move())
        return self._may_write() and (
            not self.page.live or self.user.is_superuser or "publish" in self.permissions
        )

    def can_view_revisions(self) -> bool:
        """Whoever may write it, and whoever is to act on it."""
        return self._may_write() or bool(super().can_view_revisions())

    def _may_write(self) -> bool:
        # Wagtail works out no permissions for a superuser.
        if self.user.is_superuser or "change" in self.permissions:
            return True
        return "add" in self.permissions and bool(self.page.owner_id == self.user.pk)
