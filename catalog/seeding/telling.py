"""What set-up tells the person who runs it, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Say = Callable[[str], None]


class Count(NamedTuple):
    """A line of the summary."""

    what: str
    total: int
    samples: int


def plural_name(model: type[Model]) -> str:
    """The model's plural name as it begins a line."""
    return str(capfirst(model._meta.verbose_name_plural))


def count(model: type[Any]) -> Count:
    """Count a model's rows; a model without the mark has no samples."""
    marked = any(field.name == "is_sample" for field in model._meta.get_fields())
    samples = model._default_manager.filter(is_sample=True).count() if marked else 0
    return Count(plural_name(model), model._default_manager.count(), samples)


def tell_added(say: Say, what: str, added: int, kept: int) -> None:
    """Say how many rows are new and how many were there and stay as they are."""
    say(
        _("  %(what)s: %(added)d added, %(kept)d kept as they are")
        % {"what": what, "added": added, "kept": kept}
    )


def tell_removed(say: Say, what: str, removed: int) -> None:
    """Say how many sample rows are gone."""
    say(_("  %(what)s: %(removed)d removed") % {"what": what, "removed": removed})
