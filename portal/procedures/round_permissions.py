"""Who may do what in rounds: by role, by the state of the round and by the kind of the step."""

from __future__ import annotations

from typing import Any

from .models import Round, RoundStep


def may_view(user: Any) -> bool:
    """Whether this person sees rounds at all."""
    return any(user.has_perm(f"procedures.{action}_round") for action in ("view", "change"))


def may_open(user: Any) -> bool:
    """Whether this person opens rounds."""
    return bool(user.has_perm("procedures.add_round"))


def may_record(user: Any, round_: Round) -> bool:
    """Whether this person works on this round: steps, deadlines, committees, evidence."""
    return not round_.is_closed and bool(user.has_perm("procedures.change_round"))


def decides(user: Any) -> bool:
    """Whether this person decides and acknowledges.

    Only by a group that says so: a technical administrator is nobody's director.
    """
    groups = user.groups.filter(
        permissions__codename="decide_round", permissions__content_type__app_label="procedures"
    )
    return bool(user.is_active and groups.exists())


def may_finish(user: Any, round_: Round, row: RoundStep) -> bool:
    """Whether this person may end this attempt now."""
    if round_.is_closed or not row.is_open:
        return False
    return decides(user) if row.is_decision else may_record(user, round_)


def may_reopen(user: Any, round_: Round) -> bool:
    """Whether this person may open this closed round again."""
    return round_.is_closed and bool(user.has_perm("procedures.reopen_round"))
