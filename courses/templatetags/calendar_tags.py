"""Where a calendar is subscribed to, for templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString

from catalog.qr_codes import qr_code
from courses.calendar_choice import CalendarChoice

register = template.Library()


@dataclass(frozen=True)
class CalendarAddresses:
    """The ways to one calendar, each in full."""

    file: str
    page: str

    @property
    def subscribe(self) -> str:
        """What calendars of phones and computers open by themselves."""
        return f"webcal://{self.file.partition('://')[2]}"

    @property
    def google(self) -> str:
        """Google's calendar, which does not open `webcal:` on a phone."""
        return "https://calendar.google.com/calendar/r?" + urlencode({"cid": self.subscribe})

    @cached_property
    def qr_code(self) -> SafeString:
        """A picture of the page's address: there every phone finds the way that it understands."""
        return qr_code(self.page)


@register.simple_tag(takes_context=True)
def calendar_addresses(
    context: template.RequestContext,
    choice: CalendarChoice | None = None,
    channel: Any = None,
    grade: Any = None,
    course: Any = None,
) -> CalendarAddresses | None:
    """Give the addresses of a calendar; nothing for what is not public yet."""
    one = channel or grade or course
    # A draft in its preview has no calendar yet; a name that a template lacks is "" here.
    if not choice and one and one.pk and getattr(one, "live", True):
        choice = CalendarChoice(
            channels=(channel,) if channel else (),
            grades=(grade,) if grade else (),
            courses=(course,) if course else (),
        )
    request = getattr(context, "request", None)
    if not choice or request is None:
        return None
    absolute = request.build_absolute_uri
    return CalendarAddresses(absolute(choice.path), absolute(choice.page))
