"""Figures that an indicator can take by name instead of having them typed in.

A metric is registered once, when the site starts, by whoever can count something:

    register(Metric(
        code="published_resources",           # kept in plans for ever: never reuse or rename it
        name=_("Published resources"),        # what the planner chooses from
        unit=_("resources"),
        value=lambda fiscal_year: Decimal(…), # B.E.; None where it is not known
        explanation=_("What is counted, and what is not."),
    ))

`value` is asked with a fiscal year (B.E.) and answers a number, or None where nobody can know it
(a year that has not begun, no register of schools). None is shown as “no data yet”, never as 0;
so is a metric that fails, which is logged. Rooms above plans register theirs in `AppConfig.ready`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Metric:
    """One figure for each fiscal year."""

    code: str
    name: Any
    unit: Any
    value: Callable[[int], Decimal | None]
    explanation: Any = ""

    def read(self, fiscal_year: int) -> Decimal | None:
        """The figure of a year; None where it is not known or cannot be had."""
        try:
            # In a block of its own: a query that fails must not spoil the reader's transaction.
            with transaction.atomic():
                return self.value(fiscal_year)
        except Exception:
            logger.exception("The metric %s has no figure for %s", self.code, fiscal_year)
            return None


_METRICS: dict[str, Metric] = {}


def register(new: Metric) -> None:
    """Make a metric known; a code can be taken once.

    Raises:
        ValueError: when another metric has the code.
    """
    if _METRICS.setdefault(new.code, new) is not new:
        raise ValueError(f"two metrics have the code {new.code!r}")


def metric(code: str) -> Metric | None:
    """The metric of that code, or None where nobody registers it (any more)."""
    return _METRICS.get(code)


def registered() -> list[Metric]:
    """Every metric, in the order of registration."""
    return list(_METRICS.values())


def choices() -> list[tuple[str, Any]]:
    """Code and name of every metric, for a field to choose from."""
    return [(each.code, each.name) for each in _METRICS.values()]
