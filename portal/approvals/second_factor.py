"""The code that is mailed to whoever acts by a link: six digits, ten minutes, five tries."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from courses.limits import HOUR, too_often
from portal.core.thai_calendar import from_thai_digits

from . import mails
from .links import count_try
from .models import ApprovalLink

MINUTES = 10
MOST_TRIES = 5
MOST_CODES = 5  # for one link in an hour


class CodeError(Exception):
    """The code does not hold; `kind` says why (see `refusals`)."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def send_code(link: ApprovalLink) -> None:
    """Mail a new code; the one before holds no longer.

    Raises:
        CodeError: when too many were asked for, or the message did not go out.
    """
    if too_often(f"approval-code:{link.pk}", MOST_CODES, HOUR):
        raise CodeError("too_many_codes")
    code = f"{secrets.randbelow(10**6):06}"
    ApprovalLink.objects.filter(pk=link.pk).update(
        code_hash=_hash(link, code),
        code_expires_at=timezone.now() + timedelta(minutes=MINUTES),
        code_tries=0,
    )
    if not mails.send_code(link, code, MINUTES):
        raise CodeError("not_sent")


def check_code(link: ApprovalLink, typed: str) -> None:
    """Let the right code pass, in whichever digits it was typed.

    Raises:
        CodeError: when it is missing, wrong, too old, or was tried too often.
    """
    link.refresh_from_db(fields=["code_hash", "code_expires_at"])
    if not link.code_hash or link.code_expires_at is None:
        raise CodeError("no_code")
    if timezone.now() >= link.code_expires_at:
        raise CodeError("code_expired")
    if not count_try(link, MOST_TRIES):
        raise CodeError("too_many_tries")
    code = "".join(from_thai_digits(typed).split())
    if not constant_time_compare(link.code_hash, _hash(link, code)):
        raise CodeError("code_wrong")


def _hash(link: ApprovalLink, code: str) -> str:
    return salted_hmac("portal.approvals.code", f"{link.pk}:{code}", algorithm="sha256").hexdigest()
