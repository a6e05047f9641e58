"""Whose event it is: school, audience, staff. Addresses are looked at here and go no further."""

from __future__ import annotations

from django.http import HttpRequest

from portal.schools.addresses import ranges
from portal.schools.audience import chosen_audience
from portal.schools.my_school import chosen_school, offered_school

from .codes import Audience, AudienceSource, Flag, SchoolSource
from .robots import is_robot
from .visitors import agent_of, client_address, is_logged_in

NO_STATISTICS = "nostat"
_AUDIENCES = {
    "student": Audience.STUDENT,
    "teacher": Audience.TEACHER,
    "administrator": Audience.DIRECTOR,
    "parent": Audience.PARENT,
    "public": Audience.PARENT,
}


def school_of(request: HttpRequest) -> tuple[int, SchoolSource]:
    """The school and how it is known.

    Accounts belong to the office and have no school, so that source 1 is never used yet.
    """
    chosen = chosen_school(request)
    if chosen is not None:
        return chosen.pk, SchoolSource.MY_SCHOOL
    offered = offered_school(request)
    if offered is not None:
        return offered.pk, SchoolSource.LINK
    found = ranges().school_at(client_address(request))
    return (found, SchoolSource.ADDRESS) if found else (0, SchoolSource.UNKNOWN)


def audience_of(request: HttpRequest) -> tuple[Audience, AudienceSource]:
    """Who the visitor said they are; whoever said nothing is unknown."""
    found = _AUDIENCES.get(chosen_audience(request))
    if found is None:
        return Audience.UNKNOWN, AudienceSource.UNKNOWN
    return found, AudienceSource.CHOSEN


def flags_of(request: HttpRequest) -> Flag:
    """What is to be known before the event is counted."""
    flags = Flag(0)
    if is_robot(agent_of(request)):
        flags |= Flag.ROBOT
    if is_staff(request):
        flags |= Flag.STAFF
    if is_prefetch(request):
        flags |= Flag.PREFETCH
    return flags


def is_staff(request: HttpRequest) -> bool:
    """Whether it is the office itself; every role of the office may enter the admin."""
    if NO_STATISTICS in request.COOKIES:
        return True
    if is_logged_in(request) and request.user.has_perm("wagtailadmin.access_admin"):
        return True
    return ranges().is_office(client_address(request))


def is_prefetch(request: HttpRequest) -> bool:
    """Whether a browser asks before anybody has."""
    sent = request.META
    purpose = sent.get("HTTP_SEC_PURPOSE") or sent.get("HTTP_PURPOSE") or sent.get("HTTP_X_MOZ", "")
    return "prefetch" in purpose.lower()
