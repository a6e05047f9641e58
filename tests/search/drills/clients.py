"""Visitors who look for things, a fixed number of them, and what each page was like."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote

WORDS = ("เศษส่วน", "การอ่าน", "ใบงานคณิตศาสตร์", "ดาราศาสตร์", "ภาษาไทย ป.4", "เศสส่วน", "แม่เหล็ก")
# Every kind of page that asks the engine.
PATHS = (
    "/search/",
    "/search/?grade=p4&mode=online",
    *(f"/search/?q={quote(word)}" for word in WORDS),
    f"/search/?q={quote(WORDS[0])}&grade=p5&sort=newest",
    f"/en/search/?q={quote(WORDS[1])}",
    f"/search/suggest/?q={quote('เศษ')}",
    f"/api/v1/search?q={quote(WORDS[3])}",
)
# Said in Thai, in English, and to programs.
NOTICE = re.compile(
    "ระบบค้นหาหลักไม่ตอบ|ระบบค้นหากำลังเตรียมข้อมูล|spare index|being prepared"
    r'|"reduced":\s*true'
)
HIT = re.compile(r"/resources/\d+/")
PATIENCE = 60.0  # seconds; a page that takes longer has failed
THINKING = 0.1  # seconds between two pages of a visitor


@dataclass(frozen=True)
class Page:
    """One answer; status 0 stands for none at all."""

    path: str
    begun: float
    seconds: float
    status: int
    is_reduced: bool
    may_be_cached: bool
    is_empty: bool

    @property
    def failed(self) -> bool:
        """Whether a visitor saw something broken."""
        return self.status != http.client.OK

    @property
    def tells(self) -> bool:
        """Whether this kind of page says who answered; suggestions have no room for that."""
        return "/suggest/" not in self.path


class Clients:
    """Threads that ask until the block ends."""

    def __init__(self, port: int, number: int = 4) -> None:
        self.pages: list[Page] = []
        self._port = port
        self._end = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask_on, args=(seed,), daemon=True)
            for seed in range(number)
        ]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def between(self, begin: float, end: float) -> list[Page]:
        """The pages that were asked for and answered within a span of time."""
        return [
            page
            for page in list(self.pages)
            if begin <= page.begun and page.begun + page.seconds <= end
        ]

    def _ask_on(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        while not self._end.wait(THINKING):
            self.pages.append(ask(self._port, chance.choice(PATHS)))


def ask(port: int, path: str) -> Page:
    """One page, on a connection of its own."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return Page(path, begun, time.monotonic() - begun, 0, False, False, True)
    finally:
        connection.close()
    return Page(
        path=path,
        begun=begun,
        seconds=time.monotonic() - begun,
        status=answer.status,
        is_reduced=NOTICE.search(body) is not None,
        may_be_cached="no-store" not in (answer.getheader("Cache-Control") or ""),
        is_empty=HIT.search(body) is None,
    )


def p95(pages: Iterable[Page]) -> float:
    """Seconds within which 95 of 100 pages came."""
    seconds = sorted(page.seconds for page in pages)
    return seconds[int(len(seconds) * 0.95)] if seconds else float("nan")
