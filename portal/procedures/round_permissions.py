"""Who may do what in rounds: by role, by the state of the round and by the kind of the step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .models import Round, RoundStep


def may_view(user: Any) -> bool:
    """Whether this person sees rounds at all."""
    return any(user.has_perm(f"procedures.{action}_round") for action in ("view", "change"))


def may_open(user: Any) -> bool:
    """Whether this person opens rounds."""
    return bool(user.has_perm("procedures.add_round"))


def works_on_rounds(user: Any) -> bool:
    """Whether this person does the steps: those that are nobody's decision."""
    return bool(user.has_perm("procedures.change_round"))


def decides(user: Any) -> bool:
    """Whether this person decides and acknowledges.

    Only by a group that says so: a technical administrator is nobody's director.
    """
    groups = user.groups.filter(
        permissions__codename="decide_round", permissions__content_type__app_label="procedures"
    )
    return bool(user.is_active and groups.exists())


def against_recording(user: Any, round_: Round) -> str:
    """Why this person may not work on this round: steps, deadlines, committees, evidence."""
    if round_.is_closed:
        return _("This round is closed and can only be read.")
    if not works_on_rounds(user):
        return _("Only the working group and the group head may do this.")
    return ""


def against_finishing(user: Any, round_: Round, row: RoundStep) -> str:
    """Why this person may not end this attempt; empty where it is theirs to do."""
    if round_.is_closed:
        return _("This round is closed and can only be read.")
    if not row.is_decision:
        return against_recording(user, round_)
    if not decides(user):
        return _("Only the director decides at this step.")
    return ""


def against_reopening(user: Any, round_: Round) -> str:
    """Why this person may not open this round again."""
    if not user.has_perm("procedures.reopen_round"):
        return _("Only the group head may open a closed round again.")
    if not round_.is_closed:
        return _("This round is running: there is nothing to reopen.")
    return ""
