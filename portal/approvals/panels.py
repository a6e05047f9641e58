"""The trail of acts beside the form of what they are about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .models import ApprovalAct


class ApprovalTrailPanel(Panel):
    """Every act on this thing, and why it has no button to publish. Read only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Concurrence and approval"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel with its acts."""

        template_name = "approvals/admin/trail_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the acts and the sentence."""
            from .guarding import why_not_published

            acts = ApprovalAct.objects.of(self.instance) if self.instance.pk else []
            return {
                **super().get_context_data(parent_context),
                "acts": acts,
                "note": why_not_published(),
            }
