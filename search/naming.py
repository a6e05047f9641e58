"""The names of all facet values as pages need them, kept between requests.

They are read again when a row of their tables was saved or deleted, by whichever process of this
host: the time of a stamp file tells. What no signal tells (bulk updates, other hosts, the hour at
which something becomes public) shows after half a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save

if TYPE_CHECKING:
    from search.sources import FacetValue

Tables = Mapping[str, "list[FacetValue]"]
_SECONDS = 30.0

_kept: tuple[float, int, Tables] | None = None  # until when, stamp, names


def watch(model: type[Model]) -> None:
    """Forget the names when a row of this model changes."""
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=model, dispatch_uid=f"search.naming.{model._meta.label}")


def facet_tables(read: Callable[[], Tables]) -> Tables:
    """The names as kept, or as `read` gives them; shared by requests, so never changed."""
    global _kept
    kept, stamp = _kept, _stamp()
    if connection.in_atomic_block:  # what is read here may yet be undone
        return read()
    if kept and kept[0] > time.monotonic() and kept[1] == stamp:
        return kept[2]
    tables = read()
    _kept = (time.monotonic() + _SECONDS, stamp, tables)
    return tables


def forget(**_kwargs: Any) -> None:
    """Read the names again at the next request, here and in the other processes."""
    global _kept
    _kept = None
    try:
        path = _stamp_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:  # a folder that may not be written: the others see it half a minute later
        return


def _changed(**_kwargs: Any) -> None:
    transaction.on_commit(forget, robust=True)


def _stamp_file() -> Path:
    return Path(settings.SEARCH_ROOT) / "names.stamp"


def _stamp() -> int:
    try:
        return _stamp_file().stat().st_mtime_ns
    except OSError:
        return 0


post_migrate.connect(forget, dispatch_uid="search.naming")
