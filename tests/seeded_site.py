"""Seeds once for a whole test module: everything lies in one transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import router, transaction
from django.test import override_settings
from django.utils import translation


def seeded_once(blocker: Any, seed: Callable[[], Any], *, demo: bool = False) -> Iterator[Any]:
    """Body of a module-scoped fixture: yields what `seed` returns; tests add their own `db`."""
    with blocker.unblock(), transaction.atomic(), translation.override("th"):
        with override_settings(DEMO=demo):
            result = seed()
        with blocker.block():
            yield result
        transaction.set_rollback(True)


def row_counts() -> dict[str, int]:
    """How many rows every table of the main database holds; the notes of the search apart."""
    models = apps.get_models(include_auto_created=True)
    here = [model for model in models if router.db_for_read(model) == "default"]
    counts = {model._meta.label: model._base_manager.count() for model in here}
    for notes in ("search.Outbox", "search.RebuildRun"):
        del counts[notes]
    return counts
