"""Attendance: a signed code on the organiser's screen, and what a participant's phone sends.

The code names the training and the time at which it was shown. It holds for some minutes only, so a
picture of it is worth nothing to somebody who is not there; the screen shows a new one in time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .models import TrainingEvent, TrainingRegistration
from .models.registrations import CODE_LENGTH, TOKEN_LENGTH
from .models.training import CHECK_IN_EARLY
from .places import Refused

CODE_HOLDS = timedelta(minutes=10)
# Half of it, so that whoever scans has at least the other half to fill in the form.
SCREEN_RENEWS = timedelta(minutes=5)
_SALT = "courses.check_in"
_TOKEN = re.compile(rf"[0-9a-f]{{{TOKEN_LENGTH}}}|\b[0-9a-f]{{{CODE_LENGTH}}}\b")
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]+")


@dataclass(frozen=True)
class Arrival:
    """How somebody finds their registration: by its code, or by school and role."""

    code: str = ""
    school_code: str = ""
    role: str = ""
    email: str = ""


def make_code(event: TrainingEvent) -> str:
    """Make the code that the screen shows now."""
    return signing.TimestampSigner(salt=_SALT).sign(str(event.pk))


def read_code(code: str, now: datetime) -> TrainingEvent:
    """Return the training that a code is for.

    Raises:
        Refused: for a code that was changed, is too old, or comes at the wrong time.
    """
    try:
        pk = signing.TimestampSigner(salt=_SALT).unsign(code, max_age=CODE_HOLDS)
    except signing.SignatureExpired as error:
        raise Refused(_("This code is too old. Scan the one that is on the screen now.")) from error
    except signing.BadSignature as error:
        message = _("This is not a code of this site. Scan the one on the organiser's screen.")
        raise Refused(message) from error
    event = TrainingEvent.objects.public().filter(pk=pk).first()
    if event is None:
        raise Refused(_("There is no such training any more."))
    refuse_wrong_time(event, now)
    return event


def refuse_wrong_time(event: TrainingEvent, now: datetime) -> None:
    """Let attendance be recorded only while people arrive.

    Raises:
        Refused: before and after, and for a training that was cancelled.
    """
    if event.is_cancelled:
        raise Refused(_("This training was cancelled."))
    if now < event.starts_at - CHECK_IN_EARLY:
        raise Refused(_("It is too early: attendance is recorded from one hour before it begins."))
    if not event.takes_check_ins(now):
        raise Refused(_("It is too late: the training is over. Please tell the organiser."))


@transaction.atomic
def arrive(event: TrainingEvent, arrival: Arrival, now: datetime) -> TrainingRegistration:
    """Record that somebody is there.

    Raises:
        Refused: when no registration fits, or it was recorded before.
    """
    TrainingEvent.lock(event.pk)
    rows = event.registrations.all()
    row = _by_code(rows, arrival.code) if arrival.code else _by_school(event, rows, arrival)
    if row.is_cancelled:
        raise Refused(_("This registration was cancelled. Please tell the organiser."))
    if row.is_waiting:
        message = _("This registration is still on the waiting list. Please tell the organiser.")
        raise Refused(message)
    if row.attended_at:
        raise Refused(_("Attendance has been recorded already for this registration."))
    row.attended_at = now
    row.save(update_fields=["attended_at"])
    return row


@transaction.atomic
def tick(event: TrainingEvent, shown: Iterable[int], ticked: Iterable[int], now: datetime) -> int:
    """Set attendance by the organiser's list; return how many rows changed.

    Only what the organiser changed counts: somebody who arrived by the code after the list was
    `shown` stays present.
    """
    TrainingEvent.lock(event.pk)
    before, after = set(shown), set(ticked)
    rows = event.registrations.registered()
    came = rows.filter(pk__in=after - before, attended_at=None).update(attended_at=now)
    gone = rows.attended().filter(pk__in=before - after).update(attended_at=None)
    return came + gone


def _by_code(rows: QuerySet[TrainingRegistration], typed: str) -> TrainingRegistration:
    """Find by the whole private link, its token, or the short code of it."""
    text = typed.lower().strip()
    found = _TOKEN.search(text) or _TOKEN.search(_BETWEEN.sub("", text))
    row = rows.filter(token__startswith=found[0]).first() if found else None
    if row is None:
        message = _("No registration for this training has this code. Check what you typed.")
        raise Refused(message)
    return row


def _by_school(
    event: TrainingEvent, rows: QuerySet[TrainingRegistration], arrival: Arrival
) -> TrainingRegistration:
    """Find the first who has not come yet; where names were asked for, their own one."""
    same = rows.registered().filter(  # type: ignore[attr-defined]
        school_code=arrival.school_code, role=arrival.role
    )
    if event.asks_contact:
        same = same.filter(email__iexact=arrival.email) if arrival.email else same.none()
    row = same.filter(attended_at=None).order_by("pk").first() or same.first()
    if row is None:
        message = _("Nobody is registered for this training with these details.")
        raise Refused(message)
    assert isinstance(row, TrainingRegistration)  # noqa: S101
    return row
