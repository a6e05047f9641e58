"""What every installed room starts with.

A room says it in its own `seeding` module (or package), by any of these functions:

    seed(say)            facts; safe to run twice
    seed_samples(say)    invented things, every one marked as a sample
    remove_samples(say)  takes all of these away again
    counts()             lines of the summary
    finish(say)          what needs the groups and workflows; safe to run twice

Rooms are taken in the order of INSTALLED_APPS, floor first, so that a room finds what it files
its own rows under; samples are removed in the opposite order. No room needs to know another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from catalog.seeding.telling import Count, Say


def seed_rooms(say: Say) -> None:
    """Load the facts of every room."""
    _run_all("seed", say)


def seed_rooms_samples(say: Say) -> None:
    """Load the samples of every room."""
    _run_all("seed_samples", say)


def finish_rooms(say: Say) -> None:
    """Let every room do what needs the groups and workflows of the core."""
    _run_all("finish", say)


def count_rooms() -> list[Count]:
    """Every room's lines of the summary."""
    return [line for _name, counts in _rooms_with("counts") for line in counts()]


@transaction.atomic
def remove_rooms_samples(say: Say) -> None:
    """Remove every room's samples, or none at all when one room refuses."""
    for name, function in reversed(list(_rooms_with("remove_samples"))):
        say(name)
        function(say)


def _run_all(function_name: str, say: Say) -> None:
    for name, function in _rooms_with(function_name):
        say(name)
        with transaction.atomic():
            function(say)


def _rooms_with(function_name: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The rooms that have this function, floor first, each with its name on screen."""
    for config in apps.get_app_configs():
        if config.name == "portal.core" or not module_has_submodule(config.module, "seeding"):
            continue
        function = getattr(import_module(f"{config.name}.seeding"), function_name, None)
        if function is not None:
            yield _("%(room)s:") % {"room": config.verbose_name}, function
