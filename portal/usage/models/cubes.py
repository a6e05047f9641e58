"""Daily and monthly cubes: sums without visitors, all that screens and reports read.

Uniques do not add up across audiences, modes, schools or platforms: a session that views and then
opens is one. So each level that is printed has a row of its own, with an “all” code in place of
what it sums over, and uniques and visitors are read from that row only. Keys begin with the day or
month and go on with audience and mode, so that one level of one month lies in one piece.
"""

from __future__ import annotations

from django.db import models

ALL = 99  # every audience; every mode
OFFICE = -1  # every school
ALL_PLATFORMS = -1
RARE = ""  # queries of too few visitors, as one


class Cube(models.Model):
    """A table that only the roll-up writes: nobody is given a right to change it."""

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Counted(Cube):
    """What is counted of a thing: uses, sessions that used or opened it, visitors."""

    views = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    uinv = models.PositiveIntegerField(default=0)  # sessions that used it
    ureq = models.PositiveIntegerField(default=0)  # sessions that opened it
    visitors = models.PositiveIntegerField(default=0)

    class Meta(Cube.Meta):
        abstract = True


class UsageDayObject(Counted):
    """A day of an item by audience and mode."""

    pk = models.CompositePrimaryKey("day", "aud", "mode", "otype", "oid")
    day = models.DateField()
    aud = models.PositiveSmallIntegerField()
    mode = models.PositiveSmallIntegerField()
    otype = models.PositiveSmallIntegerField()
    oid = models.PositiveIntegerField()

    class Meta(Cube.Meta):
        db_table = "usage_day_object"


class UsageDaySchool(Counted):
    """A day of a school on a platform by audience and mode."""

    pk = models.CompositePrimaryKey("day", "aud", "mode", "platform", "school")
    day = models.DateField()
    aud = models.PositiveSmallIntegerField()
    mode = models.PositiveSmallIntegerField()
    school = models.IntegerField()
    platform = models.IntegerField()

    class Meta(Cube.Meta):
        db_table = "usage_day_school"


class UsageDaySite(Cube):
    """A day of a school by audience, whatever was done."""

    pk = models.CompositePrimaryKey("day", "aud", "school")
    day = models.DateField()
    aud = models.PositiveSmallIntegerField()
    school = models.IntegerField()
    events = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)
    searches = models.PositiveIntegerField(default=0)
    zero = models.PositiveIntegerField(default=0)  # searches that found nothing

    class Meta(Cube.Meta):
        db_table = "usage_day_site"


class UsageDaySearch(Cube):
    """A day of a query, as it was normalised and redacted."""

    pk = models.CompositePrimaryKey("day", "q")
    day = models.DateField()
    q = models.CharField(max_length=100)
    searches = models.PositiveIntegerField(default=0)
    zero = models.PositiveIntegerField(default=0)  # found nothing
    zero_filtered = models.PositiveIntegerField(default=0)  # emptied by filters
    unclicked = models.PositiveIntegerField(default=0)  # searches without a click
    clicks = models.PositiveIntegerField(default=0)
    rank_sum = models.PositiveIntegerField(default=0)  # of the results that were clicked
    visitors = models.PositiveIntegerField(default=0)

    class Meta(Cube.Meta):
        db_table = "usage_day_search"


class UsageDayQuality(Cube):
    """What became of every event of a day; the first line is the sum of the next eight.

    An event stands in one of them: robots first, then staff, rate-limited, prefetched and never
    shown, unconfirmed, double clicks, typing; the rest is counted.
    """

    day = models.DateField(primary_key=True)
    raw = models.PositiveIntegerField(default=0)
    robots = models.PositiveIntegerField(default=0)
    staff = models.PositiveIntegerField(default=0)
    rate_limited = models.PositiveIntegerField(default=0)
    prefetch = models.PositiveIntegerField(default=0)
    unconfirmed = models.PositiveIntegerField(default=0)
    double_clicks = models.PositiveIntegerField(default=0)
    typing = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    # Views and requests that would have counted had the page confirmed them: a line of their own.
    unconfirmed_views = models.PositiveIntegerField(default=0)
    unconfirmed_requests = models.PositiveIntegerField(default=0)
    # Requests that came from paper: a printed address or a QR code.
    from_print = models.PositiveIntegerField(default=0)
    # How the school of what counts is known.
    unattributed = models.PositiveIntegerField(default=0)
    by_login = models.PositiveIntegerField(default=0)
    by_my_school = models.PositiveIntegerField(default=0)
    by_link = models.PositiveIntegerField(default=0)
    by_address = models.PositiveIntegerField(default=0)
    # Of the spool: lines in quarantine, and events that could not be written at all.
    spool_bad = models.PositiveIntegerField(default=0)
    dropped = models.PositiveIntegerField(default=0)
    rule_version = models.PositiveSmallIntegerField(default=1)
    built_at = models.DateTimeField()

    class Meta(Cube.Meta):
        db_table = "usage_day_quality"


class UsageMonthObject(Counted):
    """A month of an item: sums of its days."""

    pk = models.CompositePrimaryKey("month", "aud", "mode", "otype", "oid")
    month = models.DateField()  # its first day
    aud = models.PositiveSmallIntegerField()
    mode = models.PositiveSmallIntegerField()
    otype = models.PositiveSmallIntegerField()
    oid = models.PositiveIntegerField()

    class Meta(Cube.Meta):
        db_table = "usage_month_object"


class UsageMonthSchool(Counted):
    """A month of a school on a platform: sums of its days."""

    pk = models.CompositePrimaryKey("month", "aud", "mode", "platform", "school")
    month = models.DateField()  # its first day
    aud = models.PositiveSmallIntegerField()
    mode = models.PositiveSmallIntegerField()
    school = models.IntegerField()
    platform = models.IntegerField()

    class Meta(Cube.Meta):
        db_table = "usage_month_school"


class UsageMonthSchoolObject(Counted):
    """A month of an item in a school, straight from raw events."""

    pk = models.CompositePrimaryKey("month", "school", "otype", "oid")
    month = models.DateField()  # its first day
    school = models.IntegerField()
    otype = models.PositiveSmallIntegerField()
    oid = models.PositiveIntegerField()

    class Meta(Cube.Meta):
        db_table = "usage_month_school_object"


class UsageMonth(Cube):
    """A month of events: when it was last read from raw events for schools and items."""

    month = models.DateField(primary_key=True)
    crossed_at = models.DateTimeField(null=True)

    class Meta(Cube.Meta):
        db_table = "usage_month"
