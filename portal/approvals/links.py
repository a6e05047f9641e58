"""Links to act by: one for each member of a level, signed, good for some days and for one act.

What is stored is a hash of the link's secret: whoever reads the database cannot act with it. A
link opens nothing that its addressee may not do in the admin; every rule is asked for anew.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from wagtail.models import TaskState

from portal.core.models import SiteSettings

from . import mails
from .acting import ActRefused, perform
from .models import ApprovalAct, ApprovalLink
from .models.acts import Channel
from .runs import bars_person, reason_against

_SALT = "portal.approvals.links"


class LinkError(Exception):
    """The link opens nothing; `kind` says why (see `refusals`)."""

    def __init__(self, kind: str, link: ApprovalLink | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.link = link


def issue_links(task_state: TaskState) -> None:
    """Mail a link of their own to each member of the level who may act and has an address."""
    groups = task_state.task.specific.groups.all()
    members = get_user_model().objects.filter(is_active=True, groups__in=groups).exclude(email="")
    for user in members.distinct():
        if bars_person(task_state, user) is None:
            link, token = _make(task_state, user)
            mails.ask_to_act(link, address_of(token))


def _make(task_state: TaskState, user: Any) -> tuple[ApprovalLink, str]:
    nonce = secrets.token_urlsafe(24)
    days = SiteSettings.of_default_site().approval_link_days
    link = ApprovalLink.objects.create(
        task_state=task_state,
        user=user,
        nonce_hash=_hash(nonce),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, signing.Signer(salt=_SALT).sign_object([link.pk, nonce])


def address_of(token: str) -> str:
    """The full address of a link, in Thai."""
    with translation.override("th"):
        path = reverse("approvals:approve", args=[token])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def open_link(token: str) -> ApprovalLink:
    """The link of a token, when its addressee may act by it now.

    Raises:
        LinkError: when it opens nothing.
    """
    try:
        key, nonce = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise LinkError("tampered") from None
    link = (
        ApprovalLink.objects.select_related("user", "task_state__workflow_state", "act")
        .filter(pk=key)
        .first()
    )
    if link is None or not constant_time_compare(link.nonce_hash, _hash(nonce)):
        raise LinkError("unknown")
    if link.used_at is not None:
        raise LinkError("used", link)
    if link.is_expired:
        raise LinkError("expired", link)
    reason = reason_against(link.task_state, link.user)
    if reason is not None:
        raise LinkError(reason.value, link)
    return link


def act_by(link: ApprovalLink, action: str, remark: str, redo_step: str = "") -> ApprovalAct:
    """Act once by the link; a second try finds it used.

    Raises:
        LinkError: when somebody was faster, with this link or another.
    """
    try:
        with transaction.atomic():
            mine = ApprovalLink.objects.filter(pk=link.pk, used_at=None)
            if not mine.update(used_at=timezone.now(), code_hash=""):
                raise LinkError("used", ApprovalLink.objects.get(pk=link.pk))
            act = perform(
                link.task_state, link.user, action, remark, redo_step, channel=Channel.LINK
            )
            ApprovalLink.objects.filter(pk=link.pk).update(act=act)
            return act
    except ActRefused as refused:
        if refused.reason is None:
            raise
        raise LinkError(refused.reason.value, link) from refused


def count_try(link: ApprovalLink, most: int) -> bool:
    """Count a try of a code; say whether it was allowed."""
    tried = ApprovalLink.objects.filter(pk=link.pk, code_tries__lt=most)
    return bool(tried.update(code_tries=F("code_tries") + 1))


def decision_on(link: ApprovalLink) -> ApprovalAct | None:
    """What was decided on the level that the link is for: by it, or by a colleague."""
    if link.act is not None:
        return link.act
    task_state = link.task_state
    if task_state.finished_at is None:
        return None
    return (
        ApprovalAct.objects.filter(
            workflow_state=task_state.workflow_state_id,
            actor=task_state.finished_by_id,
            revision=task_state.revision_id,
            level__gt=0,
        )
        .order_by("pk")
        .last()
    )


def _hash(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()
