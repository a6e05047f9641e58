"""Who is the same visitor as before: a device on one day, and nobody can say which.

The key is a keyed hash over a login, else the day's cookie, else address and agent. It cannot be
computed again once the day's salt is gone.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from . import days
from .salt import salt_of

COOKIE = "dv"
_COOKIE = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """The key of today; `is_weak` when it is only made of address and agent."""

    key: int
    is_weak: bool


def visitor_of(request: HttpRequest) -> Visitor:
    """Tell the visitor of a page.

    Raises:
        NoSaltError: when there is no salt today.
    """
    if is_logged_in(request):
        return Visitor(_key(f"login:{request.user.pk}"), is_weak=False)
    return visitor_without_login(request)


def visitor_without_login(request: HttpRequest) -> Visitor:
    """Tell the visitor without asking for the session.

    Raises:
        NoSaltError: when there is no salt today.
    """
    device = request.COOKIES.get(COOKIE, "")
    if _COOKIE.fullmatch(device):
        return Visitor(_key(f"device:{device}"), is_weak=False)
    return Visitor(_key(f"address:{client_address(request)}\0{agent_of(request)}"), is_weak=True)


def is_logged_in(request: HttpRequest) -> bool:
    """Whether somebody is signed in; without a session cookie nobody needs to look."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def agent_of(request: HttpRequest) -> str:
    """What the browser calls itself; read without `request.headers`, which costs a page 30 us."""
    return str(request.META.get("HTTP_USER_AGENT", ""))


def client_address(request: HttpRequest) -> str:
    """The address that our own proxy saw; what a visitor writes into the header never counts."""
    if settings.TRUSTED_PROXIES:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(seen) >= settings.TRUSTED_PROXIES and seen[-settings.TRUSTED_PROXIES].strip():
            return seen[-settings.TRUSTED_PROXIES].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def has_cookie(request: HttpRequest) -> bool:
    """Whether the device is already known today."""
    return _COOKIE.fullmatch(request.COOKIES.get(COOKIE, "")) is not None


def give_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let the device be known until midnight; nothing about it is in the cookie."""
    response.set_cookie(
        COOKIE,
        secrets.token_hex(8),
        # Django rounds up by a second.
        expires=days.midnight_after(days.now()) - timedelta(seconds=1),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _key(identity: str) -> int:
    salt = salt_of(days.today())
    digest = blake2b(identity.encode("utf-8", "replace"), key=salt, digest_size=8).digest()
    return int.from_bytes(digest) >> 1
