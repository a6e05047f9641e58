"""What is written down of a round: every act, by whom and when, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from portal.core.templatetags.thai_dates import thai_date

from .models import Outcome


def _finished(data: dict[str, Any]) -> str:
    text = _("“%(step)s”: %(outcome)s on %(day)s")
    values = {
        "step": data["step"],
        "outcome": Outcome(data["outcome"]).label,
        "day": thai_date(date.fromisoformat(data["finished_on"])),
    }
    return _with_remark(text % values, data["remark"])


def _returned(data: dict[str, Any]) -> str:
    text = _("The work goes from “%(step)s” back to “%(to)s”")
    return _with_remark(text % data, data["remark"])


def _deadline(data: dict[str, Any]) -> str:
    if not data["due"]:
        return _("The deadline of “%(step)s” was set anew; it is not due on a day yet") % data
    values = {"step": data["step"], "day": thai_date(date.fromisoformat(data["due"]))}
    return _("“%(step)s” is due on %(day)s") % values


def _reopened(data: dict[str, Any]) -> str:
    return _with_remark(_("Opened again at “%(step)s”") % data, data["reason"])


def _plan_act(data: dict[str, Any]) -> str:
    return _with_remark(_("The plan: %(act)s by %(who)s") % data, data["remark"])


def _with_remark(text: str, remark: str) -> str:
    return f"{text} – {remark}" if remark else text


# The name of each act in filters, and the words that tell one act of the kind.
_ACTS: dict[str, tuple[Any, Callable[[dict[str, Any]], str]]] = {
    "round_opened": (gettext_lazy("Open a round"), lambda data: _("Round opened")),
    "step_finished": (gettext_lazy("Finish a step"), _finished),
    "step_returned": (gettext_lazy("Return to an earlier step"), _returned),
    "deadline_set": (gettext_lazy("Set a deadline"), _deadline),
    "round_closed": (
        gettext_lazy("Close a round"),
        lambda data: _("Every step is finished; round closed"),
    ),
    "round_reopened": (gettext_lazy("Reopen a round"), _reopened),
    "remarks_received": (
        gettext_lazy("Receive remarks"),
        lambda data: _("Remarks of last year's round received"),
    ),
    "evidence_added": (
        gettext_lazy("Add evidence"),
        lambda data: _("Evidence added at “%(step)s”: %(what)s") % data,
    ),
    "evidence_removed": (
        gettext_lazy("Remove evidence"),
        lambda data: _("Evidence removed at “%(step)s”: %(what)s") % data,
    ),
    "committee_saved": (
        gettext_lazy("Save a committee"),
        lambda data: _("Committee saved: %(what)s") % data,
    ),
    "committee_removed": (
        gettext_lazy("Remove a committee"),
        lambda data: _("Committee removed: %(what)s") % data,
    ),
    "meeting_saved": (
        gettext_lazy("Save a meeting"),
        lambda data: _("Meeting saved: %(what)s") % data,
    ),
    "meeting_removed": (
        gettext_lazy("Remove a meeting"),
        lambda data: _("Meeting removed: %(what)s") % data,
    ),
    "plan_chosen": (
        gettext_lazy("Choose the plan of a round"),
        lambda data: _("Plan of the round: %(what)s") % data,
    ),
    "plan_act": (gettext_lazy("Act on the plan of a round"), _plan_act),
}


def register(actions: LogActionRegistry) -> None:
    """Make every act known to Wagtail's log."""
    for name, (label, tell) in _ACTS.items():
        formatter = type("RoundLogFormatter", (_RoundFormatter,), {"label": label, "tell": [tell]})
        actions.register_action(f"procedures.{name}")(formatter)


class _RoundFormatter(LogFormatter):
    """Tells one act from what was stored with it."""

    tell: list[Callable[[dict[str, Any]], str]]

    def format_message(self, log_entry: Any) -> str:
        """The act in the reader's language."""
        return self.tell[0](log_entry.data)
