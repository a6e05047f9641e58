"""Registers rounds with Wagtail's admin; `wagtail_hooks` imports it."""

from __future__ import annotations

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from . import round_log


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Every act on a round stands in its history."""
    round_log.register(actions)
