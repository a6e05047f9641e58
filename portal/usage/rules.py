"""The counting rules as data, a version each; a version that was used is never changed.

A visitor is a device on one day (its key changes with the daily salt), a session a visitor in one
clock hour of Bangkok. Rules are applied in the roll-up and never when an event is stored, so a day
can be counted again by other rules for as long as its raw events are kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from .codes import ItemType


@dataclass(frozen=True)
class Rules:
    """One version: what is counted once, and what is not counted."""

    version: int
    # Types of items that schools are said to use: resources, platforms, courses. Plans and pages
    # are counted one by one and belong to no school's use.
    catalogued: tuple[int, ...]
    # The same visitor does the same to the same item again within this: the earlier is dropped.
    double_click_ms: int
    # A search followed by another of the same visitor within this time was being typed.
    typing_ms: int
    # More events of one visitor in one clock hour than a person makes.
    hourly_limit: int
    # A school is reached from so many counted requests on so many days.
    reached_requests: int
    reached_days: int
    # Texts of queries are listed from so many visitor-days on.
    query_visitors: int
    # Below this share of uses with a known school, a school without use is not called a non-user.
    attributed_percent: int


RULES = {
    1: Rules(
        version=1,
        catalogued=(ItemType.RESOURCE, ItemType.PLATFORM, ItemType.COURSE),
        double_click_ms=30_000,
        typing_ms=2_000,
        hourly_limit=600,
        reached_requests=3,
        reached_days=2,
        query_visitors=3,
        attributed_percent=60,
    ),
}
CURRENT = RULES[1]
