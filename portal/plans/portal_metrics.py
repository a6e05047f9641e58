"""The figures that the portal itself can count for plans. Sample data is left out everywhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Platform, Resource
from courses.training_figures import Period, Trained, schools_reached, trained
from portal.core.thai_calendar import fiscal_year_days
from portal.schools.models import School

from .metrics import Metric, register


def _begun(fiscal_year: int) -> Period | None:
    """The days of a fiscal year; None for one that has not begun."""
    first, last = fiscal_year_days(fiscal_year)
    return Period(first, last) if first <= timezone.localdate() else None


def _published(entries: QuerySet[Any], fiscal_year: int) -> Decimal | None:
    period = _begun(fiscal_year)
    if period is None:
        return None
    _first, after = period.moments
    known = entries.filter(is_sample=False, first_published_at__lt=after)
    return Decimal(known.count())


def _published_resources(fiscal_year: int) -> Decimal | None:
    return _published(Resource.objects.public(), fiscal_year)


def _published_platforms(fiscal_year: int) -> Decimal | None:
    return _published(Platform.objects.public(), fiscal_year)


def _trained(fiscal_year: int) -> Trained | None:
    period = _begun(fiscal_year)
    return None if period is None else trained(period)


def _trained_teachers(fiscal_year: int) -> Decimal | None:
    figures = _trained(fiscal_year)
    return None if figures is None else Decimal(figures.teachers)


def _trained_executives(fiscal_year: int) -> Decimal | None:
    figures = _trained(fiscal_year)
    return None if figures is None else Decimal(figures.executives)


def _reached(fiscal_year: int) -> tuple[int, int] | None:
    """Schools of the register that were reached, and all; None where the register is empty."""
    period = _begun(fiscal_year)
    schools = School.objects.active().filter(is_sample=False)
    codes = set(schools.values_list("ministry_code", flat=True))
    return (len(schools_reached(period) & codes), len(codes)) if period and codes else None


def _reached_schools(fiscal_year: int) -> Decimal | None:
    reached = _reached(fiscal_year)
    return None if reached is None else Decimal(reached[0])


def _reached_share(fiscal_year: int) -> Decimal | None:
    reached = _reached(fiscal_year)
    if reached is None:
        return None
    share = Decimal(100) * reached[0] / reached[1]
    return share.quantize(Decimal("0.01"))


_ATTENDANCES = _(
    "Recorded attendances at published trainings that began in the fiscal year; who came twice "
    "counts twice."
)

for _metric in (
    Metric(
        "published_resources",
        _("Published resources"),
        _("items"),
        _published_resources,
        _("Resources that were published by the end of the fiscal year and still are."),
    ),
    Metric(
        "published_platforms",
        _("Published platforms"),
        _("items"),
        _published_platforms,
        _("Platforms that were published by the end of the fiscal year and still are."),
    ),
    Metric(
        "trained_teachers", _("Teachers trained"), _("attendances"), _trained_teachers, _ATTENDANCES
    ),
    Metric(
        "trained_executives",
        _("School executives trained"),
        _("attendances"),
        _trained_executives,
        _ATTENDANCES,
    ),
    Metric(
        "schools_reached",
        _("Schools reached by training"),
        _("schools"),
        _reached_schools,
        _("Schools of the register of which at least one person was trained in the fiscal year."),
    ),
    Metric(
        "schools_reached_share",
        _("Share of schools reached by training"),
        _("percent"),
        _reached_share,
        _("Schools reached by training, of all active schools of the register."),
    ),
):
    register(_metric)
