"""The engine goes away while visitors search and editors save, and comes back by itself."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from search.breaker import MOST_FAILURES
from tests.elasticsearch_node.node import Node
from tests.search.drills.clients import PATHS, Clients, Page, ask, p95
from tests.search.drills.saving import Saving
from tests.search.drills.site import Site

RATE = 5.0  # saves a second
REQUEST_SECONDS = 2.0  # after which a page gives up on an engine that hangs
# The first pages wait for its time limit, until each worker has left it alone.
UNTIL_OPEN = MOST_FAILURES * REQUEST_SECONDS + 1
CLEAN_SECONDS = 300.0  # a patient limit; the figure is reported


class Accident(StrEnum):
    """What happens to the node."""

    FROZEN = "frozen"
    KILLED = "killed"
    EMPTIED = "killed, data removed"


@dataclass(frozen=True)
class Figures:
    """What became of it."""

    asked: int
    failed: list[Page]
    reduced: int
    unsaid: list[Page]  # while it was away, without a word about that
    cached: list[Page]  # reduced, and yet a cache may keep it
    normal: float  # p95 in seconds
    away: float  # the same once the breakers are open
    clean_after: float  # seconds from the node's return until `search_check` found nothing wrong
    saves: int
    lost: int
    is_normal_again: bool

    @property
    def ratio(self) -> float:
        """How much longer a page takes while the engine is away."""
        return self.away / self.normal

    def __str__(self) -> str:
        return (
            f"{self.asked} pages, {len(self.failed)} failed, {self.reduced} reduced,"
            f" {len(self.unsaid)} of them silent, {len(self.cached)} cacheable;"
            f" p95 {self.normal * 1000:.0f} ms, away {self.away * 1000:.0f} ms"
            f" (x {self.ratio:.2f}); search_check clean after {self.clean_after:.0f} s;"
            f" {self.saves} saves, {self.lost} lost"
        )


def drill(site: Site, node: Node, accident: Accident, seconds: float, clients: int = 4) -> Figures:
    """Let it happen for so long, and look at everything until all is well again."""
    with Clients(site.port, clients) as visitors:
        with Saving(site, RATE) as saving:
            time.sleep(3)  # each worker has answered before
            began = time.monotonic()
            time.sleep(max(5.0, seconds / 3))
            went = time.monotonic()
            _goes(node, accident)
            time.sleep(seconds)
            left = time.monotonic()
            _comes_back(node, accident)
            back = time.monotonic()
            time.sleep(2)
        clean_after = when(lambda: is_clean(site)) - back
        when(lambda: not any(ask(site.port, path).is_reduced for path in PATHS))
    again = [ask(site.port, path) for path in PATHS]
    away = visitors.between(went, left)
    reduced = [page for page in visitors.pages if page.is_reduced]
    return Figures(
        asked=len(visitors.pages),
        failed=[page for page in visitors.pages if page.failed],
        reduced=len(reduced),
        unsaid=[page for page in away if page.tells and not page.is_reduced],
        cached=[page for page in reduced if page.may_be_cached],
        normal=p95(visitors.between(began, went)),
        away=p95(page for page in away if page.begun > went + UNTIL_OPEN),
        clean_after=clean_after,
        saves=saving.saves,
        lost=saving.lost(),
        is_normal_again=not any(page.failed or page.is_reduced for page in again),
    )


def _goes(node: Node, accident: Accident) -> None:
    if accident is Accident.FROZEN:
        node.freeze()
    else:
        node.kill()
    if accident is Accident.EMPTIED:
        node.remove_data()


def _comes_back(node: Node, accident: Accident) -> None:
    if accident is Accident.FROZEN:
        node.thaw()
    else:
        node.start()


def is_clean(site: Site) -> bool:
    """Whether nothing is left to mend; nobody but the drainer has brought changes in."""
    status = json.loads(site.manage("search_status", "--json"))
    waiting = any(one["pending"] for one in status["consumers"])
    return status["well"] and not waiting and not site.run("manage.py", "search_check")[0]


def when(good: Callable[[], bool]) -> float:
    """The moment at which it was so; never, when it took longer."""
    deadline = time.monotonic() + CLEAN_SECONDS
    while time.monotonic() < deadline:
        if good():
            return time.monotonic()
        time.sleep(0.5)
    return math.inf
