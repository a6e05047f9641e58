"""The tables by which everything is filed."""

from __future__ import annotations

from catalog.models import Audience, DeliveryMode, Grade, Subject
from catalog.models.taxonomy import OrderedName

from .data import load
from .telling import Say, plural_name, tell_added
from .writing import insert_named

_TABLES: dict[str, type[OrderedName]] = {
    "grades": Grade,
    "subjects": Subject,
    "modes": DeliveryMode,
    "audiences": Audience,
}


def seed_taxonomy(say: Say) -> None:
    """Add the grades, learning areas, delivery modes and audiences that are missing."""
    data = load("curriculum")
    for name, model in _TABLES.items():
        there = set(model._default_manager.values_list("code", flat=True))
        missing = [
            model(**row, sort_order=place)
            for place, row in enumerate(data[name], start=1)
            if row["code"] not in there
        ]
        insert_named(missing)
        tell_added(say, plural_name(model), len(missing), len(data[name]) - len(missing))
