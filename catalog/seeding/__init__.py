"""What a new catalogue starts with: the curriculum, 57 platforms, DLTV, and samples on request.

The data is JSON in `catalog/seed/`. A second run adds only what is missing, so nothing that an
editor has changed is overwritten. The search for this package is in `portal.core.seeding`.
"""

from __future__ import annotations

from .dltv import seed_dltv
from .platforms import seed_platforms
from .samples import remove_samples, seed_samples
from .taxonomy import seed_taxonomy
from .telling import Count, Say, count

__all__ = ["counts", "remove_samples", "seed", "seed_samples"]


def seed(say: Say) -> None:
    """Load the facts: taxonomy, providers and platforms, DLTV's channels and lists."""
    seed_taxonomy(say)
    seed_platforms(say)
    seed_dltv(say)


def counts() -> list[Count]:
    """How many entries the catalogue holds, and how many of them are samples."""
    from catalog import models

    tables = (models.Grade, models.Subject, models.DeliveryMode, models.Audience)
    entries = (models.Provider, models.Platform, models.Resource, models.Collection)
    return [count(model) for model in (*tables, *entries)]
