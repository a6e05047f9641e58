"""Closing a period: its figures are fixed as canonical JSON with their SHA-256.

Closing again, after figures were counted anew, makes another version; none is ever overwritten.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .database import alias
from .models import Period, PeriodSnapshot, UsageDay
from .periods import Span, refresh_periods
from .report import figures_of


class CannotCloseError(Exception):
    """Why a period cannot be closed now; the words are for staff."""


def canonical(data: Any) -> str:
    """The one way to write this data: keys in order, no spaces, letters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 in hex digits."""
    return sha256(text.encode()).hexdigest()


def is_untouched(snapshot: PeriodSnapshot) -> bool:
    """Whether the stored figures are those that were fixed."""
    return digest(snapshot.figures) == snapshot.sha256


def read(snapshot: PeriodSnapshot) -> dict[str, Any]:
    """The fixed figures."""
    data: dict[str, Any] = json.loads(snapshot.figures)
    return data


def close_period(period: Period, by: str, today: date | None = None) -> PeriodSnapshot:
    """Fix the figures of a period that is over and counted; a closed one gets a new version.

    Raises:
        CannotCloseError: while days are to come, or were not counted yet.
    """
    _refuse_too_early(period, today or timezone.localdate())
    text = canonical(figures_of(Span.of(period)))
    with transaction.atomic(using=alias()):
        locked = Period.objects.select_for_update().get(pk=period.pk)
        newest = locked.snapshots.first()
        snapshot = PeriodSnapshot.objects.create(
            period=locked,
            version=newest.version + 1 if newest else 1,
            figures=text,
            sha256=digest(text),
            made_at=timezone.now(),
            made_by=by,
        )
        if not locked.is_closed:
            Period.objects.filter(pk=locked.pk).update(closed_at=snapshot.made_at)
    return snapshot


def _refuse_too_early(period: Period, today: date) -> None:
    if not period.is_closed:
        refresh_periods()
        period.refresh_from_db()
    if period.last_day >= today:
        raise CannotCloseError(_("This period is not over yet."))
    days = UsageDay.objects.filter(day__range=(period.first_day, period.last_day))
    if waiting := days.filter(dirty=True, frozen=False).count():
        text = _("%(number)d days of this period have not been counted yet. Try again later.")
        raise CannotCloseError(text % {"number": waiting})
