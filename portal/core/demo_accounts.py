"""An account for each role to try the site with. They are made where DEMO is on, nowhere else."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.seeding.telling import Say, tell_added

from .groups import ROLES, group_name

PASSWORD = "rianklai"  # noqa: S105 (public on purpose: demo installations only)
ADMINISTRATOR = "admin"


class DemoAccount(NamedTuple):
    """A line of the table that set-up prints."""

    username: str
    password: str
    role: str


def demo_accounts() -> list[DemoAccount]:
    """Every demo account: the administrator, then one for each role."""
    roles = {ADMINISTRATOR: _("Administrator (may do everything)")}
    roles.update({code: group_name(code) for code in ROLES})
    return [DemoAccount(username, PASSWORD, role) for username, role in roles.items()]


@transaction.atomic
def seed_demo_accounts(say: Say) -> None:
    """Make the accounts that are missing; one that is there keeps its password and groups.

    Raises:
        ImproperlyConfigured: where DEMO is off, since everybody knows the password.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo accounts are only made where DEMO is on.")
    users = get_user_model().objects
    accounts = demo_accounts()
    there = set(users.values_list("username", flat=True))
    missing = [account for account in accounts if account.username not in there]
    for account in missing:
        _create(account)
    tell_added(say, _("Demo accounts"), len(missing), len(accounts) - len(missing))


def remove_demo_accounts() -> tuple[int, int]:
    """Delete the demo accounts that still have the public password; return removed and kept."""
    names = [account.username for account in demo_accounts()]
    removed = kept = 0
    for user in get_user_model().objects.filter(username__in=names):
        if user.check_password(PASSWORD):
            user.delete()
            removed += 1
        else:
            kept += 1
    return removed, kept


def _create(account: DemoAccount) -> None:
    is_administrator = account.username == ADMINISTRATOR
    user = get_user_model().objects.create_user(
        account.username,
        password=account.password,
        first_name="ผู้ดูแลระบบ" if is_administrator else account.role,
        last_name="(ตัวอย่าง)",
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    if not is_administrator:
        user.groups.add(Group.objects.get(name=account.role))
