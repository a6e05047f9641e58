"""The platforms and their providers, each with how sure the office is of it."""

from __future__ import annotations

from typing import Any

from catalog.models import Platform, Provider

from .data import Filing, load
from .telling import Say, plural_name, tell_added
from .writing import insert_named, insert_with_history

_MANY = ("grades", "subjects", "modes", "audiences")


def seed_platforms(say: Say) -> None:
    """Add the providers and platforms that are missing; new platforms are published at once."""
    rows = load("providers")
    there = set(Provider.objects.values_list("slug", flat=True))
    providers = [Provider(**row) for row in rows if row["slug"] not in there]
    insert_named(providers)
    tell_added(say, plural_name(Provider), len(providers), len(rows) - len(providers))

    rows = load("platforms")
    there = set(Platform.objects.values_list("slug", flat=True))
    filing = Filing.read()
    platforms = [_platform(row, filing) for row in rows if row["slug"] not in there]
    insert_with_history(platforms)
    tell_added(say, plural_name(Platform), len(platforms), len(rows) - len(platforms))


def _platform(row: dict[str, Any], filing: Filing) -> Platform:
    values = {**row, "provider": filing.providers[row["provider"]]}
    for name in _MANY:
        values[name] = [getattr(filing, name)[code] for code in row[name]]
    return Platform(**values)
