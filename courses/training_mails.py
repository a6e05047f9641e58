"""Messages to people who gave an e-mail address for a training, in Thai."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .models import TrainingRegistration

logger = logging.getLogger(__name__)


def confirm(registration: TrainingRegistration) -> bool:
    """Send the private link; say whether the message went out."""
    return _send(registration, "registered")


def tell_moved_up(registration: TrainingRegistration) -> bool:
    """Say that a place became free; say whether the message went out."""
    return _send(registration, "moved_up")


def _send(registration: TrainingRegistration, kind: str) -> bool:
    if not registration.email:
        return False
    with translation.override("th"):
        event = registration.event
        root = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        context = {
            "event": event,
            "registration": registration,
            "kind": kind,
            "link": root + registration.get_absolute_url(),
            "site": settings.WAGTAIL_SITE_NAME,
        }
        text = render_to_string("courses/mails/training.txt", context)
        subject = " ".join(_subject(registration, kind).split())
    try:
        return bool(send_mail(subject, text, None, [registration.email]))
    except OSError:
        # Without the error's own words, which may hold the address.
        logger.warning("A message about a training could not be sent.")
        return False


def _subject(registration: TrainingRegistration, kind: str) -> str:
    if kind == "moved_up":
        text = _("You have a place now: %(training)s")
    elif registration.is_waiting:
        text = _("You are on the waiting list: %(training)s")
    else:
        text = _("You are registered: %(training)s")
    return text % {"training": registration.event.name_th}
