"""The e-mail that tells people which steps of rounds are late or due soon."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .models import RoundDigest
from .reminders import Waiting, duties_of, waiting_steps

logger = logging.getLogger(__name__)
_DUTIES = ("change_round", "decide_round")


def send_digests(today: date) -> tuple[int, int]:
    """Send today's digest to everybody who has something to do; return sent and failed.

    Who had it today gets none again, and who has nothing to do gets none at all.
    """
    sent = failed = 0
    for user in _people():
        waiting = waiting_steps(duties_of(user), today)
        if not waiting:
            continue
        try:
            sent += _send_once(user, waiting, today)
        except OSError:
            failed += 1
            # Without the error's own words, which may hold the address.
            logger.warning("The digest of rounds could not be sent to user %s.", user.pk)
    return sent, failed


def _people() -> Any:
    """Members of the groups that do steps or decide, who have an address."""
    by_group = Q(
        groups__permissions__codename__in=_DUTIES,
        groups__permissions__content_type__app_label="procedures",
    )
    people = get_user_model().objects.filter(by_group, is_active=True)
    return people.exclude(email="").distinct().order_by("pk")


@transaction.atomic
def _send_once(user: Any, waiting: list[Waiting], today: date) -> bool:
    """Note that it was sent and send it; when sending fails, the note goes as well."""
    _digest, is_new = RoundDigest.objects.get_or_create(user=user, day=today)
    if not is_new:
        return False
    with translation.override("th"):
        late = sum(each.overdue for each in waiting)
        values = {"late": late, "soon": len(waiting) - late}
        subject = _("Rounds of work: %(late)d overdue, %(soon)d waiting") % values
        context = {
            "user": user,
            "waiting": waiting,
            "today": today,
            "root": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
            "site": settings.WAGTAIL_SITE_NAME,
        }
        text = render_to_string("procedures/mails/round_digest.txt", context)
    send_mail(subject, text, None, [user.email])
    return True
