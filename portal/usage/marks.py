"""The mark of an event in its page: the id, signed, so that only a page that we sent can confirm.

The signature does not depend on the day's salt, which is destroyed while pages are still open.
"""

from __future__ import annotations

import re
import time
import uuid
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils.crypto import constant_time_compare, salted_hmac

VALID_MS = 10 * 60_000
_SALT = "portal.usage.marks"
_MARK = re.compile(r"([0-9a-f-]{36})([sw])\.([0-9a-f]{32})")
_BODY_END = b"</body>"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that is ours and not too old; weak when the event's visitor had no cookie yet."""

    eid: str
    is_weak: bool
    ts: int


def made(eid: str, *, is_weak: bool) -> str:
    """Return the mark of an event."""
    text = f"{eid}{'w' if is_weak else 's'}"
    return f"{text}.{_signature(text)}"


def read(text: str) -> Mark | None:
    """Return what a mark says; None when it is not ours, damaged or too old."""
    found = _MARK.fullmatch(text)
    if found is None or not constant_time_compare(_signature(f"{found[1]}{found[2]}"), found[3]):
        return None
    ts = uuid.UUID(found[1]).int >> 80
    age = time.time_ns() // 1_000_000 - ts
    return Mark(found[1], found[2] == "w", ts) if age <= VALID_MS else None


def print_into(response: HttpResponse, mark: str, *, is_search: bool) -> None:
    """Put the script that confirms at the end of a page, or of a part that htmx swaps in."""
    kind = ' data-search=""' if is_search else ""
    tag = f'<script src="{_script()}" data-event="{mark}"{kind} defer></script>'.encode()
    content = response.content
    before, end, after = content.rpartition(_BODY_END)
    response.content = before + tag + end + after if end else content + tag
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))


def _signature(text: str) -> str:
    return blake2b(text.encode(), key=_key(settings.SECRET_KEY), digest_size=16).hexdigest()


@cache
def _key(secret: str) -> bytes:
    """A key of this module's own; the same for every mark."""
    return salted_hmac(_SALT, "key", secret=secret, algorithm="sha256").digest()


@cache
def _script() -> str:
    return static("js/usage.js")
