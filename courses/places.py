"""Places of a training: who gets one, who waits, who moves up.

Whatever gives or takes a place holds the lock of the training's row, so two people never get the
last place, and whoever came first moves up first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import training_mails
from .models import RegistrationStatus, TrainingEvent, TrainingRegistration
from .school_directory import KnownSchool


class Admission(StrEnum):
    """What registering for a training would do at a moment."""

    OPEN = "open"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether the form is there."""
        return self in (Admission.OPEN, Admission.WAITING_LIST)


REFUSALS: dict[Admission, str | Promise] = {
    Admission.FULL: _("All places are taken, and there is no waiting list."),
    Admission.NOT_YET: _("Registration has not opened yet."),
    Admission.CLOSED: _("Registration is closed."),
    Admission.CANCELLED: _("This training was cancelled."),
}


class Refused(Exception):
    """No place is given or taken; says why, in the reader's language."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = str(message)


class AlreadyRegistered(Refused):
    """The same e-mail address has a place, or waits for one."""

    def __init__(self, registration: TrainingRegistration) -> None:
        super().__init__(
            _(
                "This e-mail address is registered for this training already. We have sent the "
                "private link to it once more."
            )
        )
        self.registration = registration


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. `token` is made with the form: sending it twice is one wish."""

    token: str
    role: str
    school: KnownSchool | None = None
    name: str = ""
    email: str = ""


def admission(event: TrainingEvent, now: datetime) -> Admission:
    """Say what registering would do now."""
    if event.is_cancelled:
        return Admission.CANCELLED
    if now >= event.closes_at or now >= event.ends_at:
        return Admission.CLOSED
    if event.registration_opens_at and now < event.registration_opens_at:
        return Admission.NOT_YET
    if event.free is None or event.free > 0:
        return Admission.OPEN
    return Admission.WAITING_LIST if event.has_waiting_list else Admission.FULL


@transaction.atomic
def register(event_pk: int, wish: Wish, now: datetime) -> TrainingRegistration:
    """Give a place, or one on the waiting list.

    Raises:
        Refused: when there is neither, with the reason.
    """
    event = TrainingEvent.lock(event_pk)
    if sent_before := event.registrations.filter(token=wish.token).first():
        return sent_before
    _refuse_second(event, wish)
    fill_places(event, now)
    state = admission(event, now)
    if not state.is_open:
        raise Refused(REFUSALS[state])
    has_place = state is Admission.OPEN
    return event.registrations.create(
        token=wish.token,
        role=wish.role,
        status=RegistrationStatus.REGISTERED if has_place else RegistrationStatus.WAITING,
        created_at=now,
        **_school(wish),
        **_contact(event, wish),
    )


@transaction.atomic
def cancel(registration: TrainingRegistration, now: datetime) -> TrainingRegistration:
    """Give the place back; name and e-mail address are erased, and the next one moves up.

    Raises:
        Refused: once the training has begun.
    """
    event = TrainingEvent.lock(registration.event_id)
    row = event.registrations.get(pk=registration.pk)
    if row.is_cancelled:
        return row
    if not row.can_cancel(now):
        raise Refused(_("The training has begun, so the registration can no longer be cancelled."))
    row.status = RegistrationStatus.CANCELLED
    row.save(update_fields=["status"])
    event.registrations.filter(pk=row.pk).erase_contact()
    fill_places(event, now)
    row.refresh_from_db()
    return row


def fill_places(event: TrainingEvent, now: datetime | None = None) -> int:
    """Give free places to those who wait, first come first served; return to how many.

    The caller holds the lock of the training.
    """
    now = now or timezone.now()
    if event.is_cancelled or now >= event.starts_at:
        return 0
    free = event.free
    moving_up = list(event.registrations.waiting() if free is None else _first(event, free))
    for registration in moving_up:
        registration.status = RegistrationStatus.REGISTERED
        registration.save(update_fields=["status"])
        transaction.on_commit(partial(training_mails.tell_moved_up, registration))
    return len(moving_up)


@transaction.atomic
def fill_places_of(event_pk: int) -> int:
    """Fill the places of a training that may have got more of them."""
    return fill_places(TrainingEvent.lock(event_pk))


def _first(event: TrainingEvent, free: int) -> Any:
    return event.registrations.waiting()[:free]


def _refuse_second(event: TrainingEvent, wish: Wish) -> None:
    if not (event.asks_contact and wish.email):
        return
    others = event.registrations.exclude(status=RegistrationStatus.CANCELLED)
    if other := others.filter(email__iexact=wish.email).first():
        raise AlreadyRegistered(other)


def _school(wish: Wish) -> dict[str, str]:
    school = wish.school
    return {"school_code": school.code, "school_name": school.name_th} if school else {}


def _contact(event: TrainingEvent, wish: Wish) -> dict[str, Any]:
    """Name and e-mail address, only where the organiser asks, with the promise made for them."""
    if not event.asks_contact:
        return {}
    return {"name": wish.name, "email": wish.email, "retention_days": event.retention_days}
