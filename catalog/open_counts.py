"""The door by which numbers of opens come in; the search learns of those that changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from catalog.models import OpenCount, Platform, Resource
from search.enqueuing import enqueue


class Opens(NamedTuple):
    """How often something was opened, and whether everybody may know."""

    opens: int
    is_shown: bool


@transaction.atomic
def write_open_counts(
    resources: Mapping[int, Opens], platforms: Mapping[int, Opens], last_day: date
) -> int:
    """Bring the table to these numbers of the term that ends on that day; count what changed."""
    changed = _write(Resource, "resource", resources, last_day)
    return changed + _write(Platform, "platform", platforms, last_day)


def _write(model: type[Any], name: str, wanted: Mapping[int, Opens], last_day: date) -> int:
    rows = {
        getattr(row, f"{name}_id"): row
        for row in OpenCount.objects.filter(**{f"{name}__isnull": False})
    }
    new, changed, reordered = [], [], []
    known = set(
        model._default_manager.filter(pk__in=wanted.keys() - rows.keys()).values_list(
            "pk", flat=True
        )
    )
    for pk, opens in wanted.items():
        row = rows.pop(pk, None)
        if row is None and pk in known:
            new.append(OpenCount(**{f"{name}_id": pk}, **opens._asdict(), last_day=last_day))
            reordered.append(pk)
        elif row is not None and _take(row, opens, last_day, reordered, pk):
            changed.append(row)
    OpenCount.objects.bulk_create(new, batch_size=500)
    OpenCount.objects.bulk_update(changed, ["opens", "is_shown", "last_day"], batch_size=500)
    # What is left was not opened in this term.
    OpenCount.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    reordered += rows
    enqueue(f"{name}:{pk}" for pk in reordered)
    return len(reordered)


def _take(row: OpenCount, opens: Opens, last_day: date, reordered: list[int], pk: int) -> bool:
    """Set a row to new numbers; whether anything of it changed."""
    if row.opens != opens.opens:
        reordered.append(pk)
    before = (row.opens, row.is_shown, row.last_day)
    row.opens, row.is_shown, row.last_day = opens.opens, opens.is_shown, last_day
    return before != (*opens, last_day)
