"""The numbers that events are stored with. They are never changed and never used again.

What counts as what is rule version 1; a change of the rules is a new number.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag

RULE_VERSION = 1


class Kind(IntEnum):
    """What happened."""

    VIEW = 1
    REQUEST = 2
    SEARCH = 3
    CLICK = 4  # on a result of a search
    ACTION = 5  # something done with a plan or a course


class ItemType(IntEnum):
    """What it happened to; an item's number is its primary key in the table of its room."""

    NONE = 0  # a search has no item
    RESOURCE = 1
    PLATFORM = 2
    COURSE = 3
    PLAN = 4
    PAGE = 5


class Flag(IntFlag):
    """What is to be known before an event is counted."""

    ROBOT = 1
    STAFF = 2
    CONFIRMED = 4
    PREFETCH = 8
    RATE_LIMITED = 16  # set by the roll-up
    PRINT = 32  # opened from paper: a printed address or a QR code


class SchoolSource(IntEnum):
    """How the school is known."""

    UNKNOWN = 0
    LOGIN = 1
    MY_SCHOOL = 2
    LINK = 3
    ADDRESS = 4


class Audience(IntEnum):
    """Who the visitor said they are; never inferred."""

    UNKNOWN = 0
    STUDENT = 1
    TEACHER = 2
    DIRECTOR = 3
    PARENT = 4  # or anybody of the public


class AudienceSource(IntEnum):
    """How the audience is known."""

    UNKNOWN = 0
    LOGIN = 1
    CHOSEN = 2


class Mode(IntEnum):
    """The delivery mode that was really used; the names are the catalogue's codes."""

    NONE = 0
    ONSITE = 1
    ONAIR = 2
    ONLINE = 3
    ONDEMAND = 4
    ONHAND = 5


MODE_NUMBERS = {mode.name.lower(): mode for mode in Mode if mode}
