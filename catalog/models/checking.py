"""That a person opened an entry's addresses and found them right."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wagtail.log_actions import log


class Checkable:
    """An entry with a date of its last check, which belongs to the row and to no revision."""

    last_checked_at: datetime | None

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Publishing an older draft must not bring back an older date."""
        entry = super().with_content_json(content)  # type: ignore[misc]
        entry.last_checked_at = self.last_checked_at
        return entry

    def mark_checked(self, when: datetime, user: Any) -> None:
        """Remember the check and who made it, without touching drafts."""
        self.last_checked_at = when
        type(self)._default_manager.filter(pk=self.pk).update(  # type: ignore[attr-defined]
            last_checked_at=when
        )
        log(instance=self, action="catalog.checked", user=user)
