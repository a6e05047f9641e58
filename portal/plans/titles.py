"""How pages write the fiscal years of a plan."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .public_filters import year_name


def fiscal_years(plan: Any) -> str:
    """The years of a plan in the reader's calendar: Fiscal years 2570-2572."""
    years = [year_name(plan.first_fiscal_year), year_name(plan.last_fiscal_year)]
    return _("Fiscal year %(years)s") % {"years": "-".join(dict.fromkeys(years))}
