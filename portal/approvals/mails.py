"""Messages of an approval, in Thai and plain text: to those who are to act, and to the submitter.

They take the place of Wagtail's notices for these workflows (see `notices`), and go out when what
they speak of is committed.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.core.models import SiteSettings

from .models import ApprovalAct, ApprovalLink
from .models.acts import Act

logger = logging.getLogger(__name__)


def ask_to_act(link: ApprovalLink, address: str) -> None:
    """Ask a member of a level to act, with their link."""
    with translation.override("th"):
        task = link.task_state.task.specific
        revision = link.task_state.revision
        context = {
            "object": revision.object_str,
            "submitter": _submitter_name(link),
            "level": task.name,
            "address": address,
            "admin": _root() + reverse("wagtailadmin_home"),
            "link": link,
            **_office(),
        }
        subject = _("Waiting for you: %(object)s") % {"object": revision.object_str}
        _send_later(subject, "ask", context, link.user.email)


def send_code(link: ApprovalLink, code: str, minutes: int) -> bool:
    """Send the code now; say whether it went out."""
    with translation.override("th"):
        context = {
            "code": code,
            "minutes": minutes,
            "object": link.task_state.revision.object_str,
            **_office(),
        }
        text = render_to_string("approvals/mails/code.txt", context)
        return _send(_("Code to sign: %(code)s") % {"code": code}, text, link.user.email)


def tell_submitter(act: ApprovalAct, submitter: Any) -> None:
    """Tell whoever submitted it how it ended, or what to improve."""
    if submitter is None or not submitter.email or not submitter.is_active:
        return
    with translation.override("th"):
        subject = {
            Act.RETURN: _("Returned for improvement: %(object)s"),
            Act.REFUSE: _("Refused: %(object)s"),
        }.get(Act(act.act), _("Approved and published: %(object)s"))
        context = {
            "act": act,
            "returned": act.act == Act.RETURN,
            "refused": act.act == Act.REFUSE,
            "redo": redo_label(act),
            "address": _edit_address(act),
            **_office(),
        }
        _send_later(subject % {"object": act.object_label}, "told", context, submitter.email)


def redo_label(act: ApprovalAct) -> str:
    """The step to redo, by number and, where the thing knows it, by name."""
    from .documents import redo_choices_of

    if act.redo_step is None:
        return ""
    names = dict(redo_choices_of(act.revision.as_object()))
    return str(names.get(act.redo_step, act.redo_step))


def _submitter_name(link: ApprovalLink) -> str:
    submitted = ApprovalAct.objects.filter(
        workflow_state=link.task_state.workflow_state_id, act=Act.SUBMIT
    ).last()
    return submitted.actor_name if submitted else ""


def _edit_address(act: ApprovalAct) -> str:
    path = AdminURLFinder().get_edit_url(act.item) if act.item is not None else None
    if path is None:
        return _root() + reverse("wagtailadmin_home")
    return path if path.startswith("http") else _root() + path


def _office() -> dict[str, str]:
    office = SiteSettings.of_default_site()
    return {"unit": office.unit_name, "office": office.office_name}


def _root() -> str:
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _send_later(subject: str, name: str, context: dict[str, Any], address: str) -> None:
    text = render_to_string(f"approvals/mails/{name}.txt", context)
    transaction.on_commit(lambda: _send(subject, text, address))


def _send(subject: str, text: str, address: str) -> bool:
    try:
        return bool(send_mail(" ".join(subject.split()), text, None, [address]))
    except OSError:
        # Without the error's own words, which may hold the address.
        logger.warning("A message about an approval could not be sent.")
        return False
