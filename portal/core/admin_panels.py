"""What the admin tells staff about the office's calendar: warnings, and the holidays in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from portal.users.models import User

from . import office_calendar
from .models import HolidayYear, OfficeHoliday
from .thai_calendar import BUDDHIST_OFFSET
from .working_days import Concern, YearWarning, holidays_to_show

_ANY_ACTION = ("add", "change", "delete", "view")


def _may(user: User | AnonymousUser, model: type[Model], *actions: str) -> bool:
    policy = policy_registry.get_by_type(model)
    return bool(policy.user_has_any_permission(user, actions))


def _sees_holidays(user: User | AnonymousUser) -> bool:
    return _may(user, HolidayYear, *_ANY_ACTION) or _may(user, OfficeHoliday, *_ANY_ACTION)


def warning_text(warning: YearWarning) -> str:
    """Say in the reader's language what is wrong with a year."""
    texts = {
        Concern.UNCONFIRMED: _("Nobody has confirmed the holidays of B.E. %(year)s yet."),
        Concern.NO_PLOUGHING_DAY: _(
            "The holidays of B.E. %(year)s lack the Royal Ploughing Ceremony Day; "
            "add it when it is announced."
        ),
    }
    return texts[warning.concern] % {"year": warning.year}


class CalendarWarningsPanel(Component):
    """What to look into in this year's and the next year's holidays; nothing when all is well."""

    name = "calendar_warnings"
    order = 90
    template_name = "core/admin/calendar_warnings.html"

    def render_html(self, parent_context: Any = None) -> str:
        """Stay silent towards people who have nothing to do with the holidays."""
        if not _sees_holidays(parent_context["request"].user):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Any) -> Mapping[str, Any]:
        """Give the warnings and the screens where this person can settle them."""
        user = parent_context["request"].user
        actions = []
        if _may(user, OfficeHoliday, "add"):
            actions.append((reverse("officeholiday:add"), _("Add a holiday")))
        if _may(user, HolidayYear, "add"):
            actions.append((reverse("holidayyear:add"), _("Confirm a year")))
        return {
            "warnings": [warning_text(warning) for warning in office_calendar.current_warnings()],
            "actions": actions,
        }


class HolidaysInForcePanel(Component):
    """The holidays the site counts with, to be compared with the announcement."""

    template_name = "core/admin/holidays_in_force.html"

    def render_html(self, parent_context: Any = None) -> str:
        """Show the list to people who have to do with the holidays."""
        if not _sees_holidays(parent_context["request"].user):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Any) -> Mapping[str, Any]:
        """Give this year's and the next year's holidays in order."""
        this_year = timezone.localdate().year
        years = (this_year, this_year + 1)
        days = holidays_to_show(office_calendar.office_holidays(years))
        return {
            "years": [
                (year + BUDDHIST_OFFSET, [row for row in days if row[0].year == year])
                for year in years
            ]
        }
