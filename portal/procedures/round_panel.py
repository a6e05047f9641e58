"""The admin's front page tells people which steps of rounds wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from .reminders import Waiting, duties_of, waiting_steps
from .round_permissions import may_view


class RoundsPanel(Component):
    """Overdue and soon-due steps of this person; nothing when there are none."""

    name = "rounds"
    order = 85
    template_name = "procedures/admin/rounds/panel.html"

    def render_html(self, parent_context: Any = None) -> str:
        """Stay silent where nothing waits."""
        user = parent_context["request"].user
        self.waiting: list[Waiting] = []
        if may_view(user):
            self.waiting = waiting_steps(duties_of(user), timezone.localdate())
        return super().render_html(parent_context) if self.waiting else ""

    def get_context_data(self, parent_context: Any) -> Mapping[str, Any]:
        """The steps found."""
        return {"waiting": self.waiting}
