"""Visitors of the site, and what of them is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client

from portal.usage import codes, days, records, spool
from portal.usage.draining import Drainer
from portal.usage.models import UsageEvent

CHROME = (
    "Mozilla/5.0 (Linux; Android 13; SM-T225) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36"
)
MARK = re.compile(r'data-event="([^"]+)"')


def mark_of(response: HttpResponse) -> str:
    """The mark that a page carries; empty where it has none."""
    found = MARK.search(response.content.decode())
    return found[1] if found else ""


def event_line(item: int, /, **fields: Any) -> dict[str, Any]:
    """A record of the present moment, as the middleware writes it."""
    return {
        "eid": records.new_id(),
        "ts": days.milliseconds(days.now()),
        "kind": int(codes.Kind.VIEW),
        "otype": int(codes.ItemType.RESOURCE),
        "oid": item,
        "visitor": 5,
        "v": 1,
        **fields,
    }


def open_file() -> Path:
    """The file of the present hour."""
    return spool.folder() / spool.name_of(days.now())


def lines() -> list[dict[str, Any]]:
    """Every record in the spool, in order."""
    files = sorted(spool.folder().glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines() if line]


def stored() -> list[UsageEvent]:
    """Every event, once the spool is drained."""
    Drainer().drain()
    return list(UsageEvent.objects.order_by("ts", "eid"))


class Devices:
    """Makes browsers; all of them are equal and stand behind one address."""

    def __init__(self, client: Callable[..., Client]) -> None:
        self._client = client

    def new(self, agent: str = CHROME, address: str = "203.0.113.7") -> Device:
        """A device that was never here."""
        return Device(self._client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address))


class Device:
    """A browser: keeps cookies, and confirms the pages that it shows."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, path: str, *, confirm: bool = True, **headers: str) -> HttpResponse:
        """Show a page."""
        response = self.client.get(path, headers=headers)
        if confirm and (mark := mark_of(response)):
            self.beacon(mark)
        return response

    def beacon(self, text: str, site: str = "same-origin") -> HttpResponse:
        """Send what a page sends."""
        return self.client.post(
            "/e", text, content_type="text/plain", headers={"Sec-Fetch-Site": site}
        )

    def forget(self) -> None:
        """Refuse the cookies that were set."""
        self.client.cookies.clear()
