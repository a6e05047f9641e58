"""Who brings changes into the indexes, and when: a command, or threads of the dev server."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time

from django.apps import apps
from django.conf import settings
from django.db import close_old_connections

from search import consumers, faults
from search.engines import get_engine
from search.engines.base import EngineFault, EngineUnavailable
from search.enqueuing import on_rows
from search.outbox import drain_consumer
from search.rebuilding import AlreadyRebuilding, has_large_backlog, reason_to_rebuild, rebuild

logger = logging.getLogger(__name__)

POLL = 0.5
LONGEST_PAUSE = 15.0  # as the breaker's: asking whether it is back costs little
_HEAL_EVERY = 60.0  # at first; a rebuild that does not help is made less and less often
_HEAL_SELDOM = 3600.0
_LOOK_EVERY = 5.0


class Drainer:
    """Drains one consumer again and again, more slowly while its index is out of order.

    It makes the index anew when that is gone, damaged, made by other rules or far behind.
    """

    def __init__(self, consumer: str) -> None:
        self.consumer = consumer
        self.stop = threading.Event()
        self.awake = threading.Event()
        self._heal_again_at = 0.0
        self._heal_pause = _HEAL_EVERY
        self._looked_at: float | None = None
        self._failing = False

    def wake(self) -> None:
        """There is something to do now."""
        self.awake.set()

    def end(self) -> None:
        """Come to an end after what is being done now."""
        self.stop.set()
        self.wake()

    def run(self) -> None:
        """Work until told to stop."""
        apps.ready_event.wait()  # the development server starts us while it still loads rooms
        pause = POLL
        while not self.stop.is_set():
            pause = POLL if self._drained() else min(pause * 2, LONGEST_PAUSE)
            self.awake.wait(pause)
            self.awake.clear()

    def _drained(self) -> bool:
        close_old_connections()
        try:
            if self._needs_a_look():
                self._heal()
            drain_consumer(self.consumer)
        except Exception as error:
            # No index, a full disk, a database that is away: the rows wait, and so do we.
            self._say(error)
            self._looked_at = None
            return False
        finally:
            close_old_connections()
        self._failing = False
        return True

    def _say(self, error: Exception) -> None:
        if self._failing:  # said once, until it works again
            return
        self._failing = True
        if isinstance(error, EngineFault):
            faults.record(self.consumer, error)
        else:
            logger.warning("search: changes cannot be brought into %s: %s", self.consumer, error)

    def _needs_a_look(self) -> bool:
        """Whether something may be wrong: with nothing to write nobody else would notice."""
        now = time.monotonic()
        first = self._looked_at is None
        if not first and now - (self._looked_at or 0) < _LOOK_EVERY:
            return False
        self._looked_at = now
        status = get_engine(self.consumer).status()
        if status.is_away:  # found out soon; a batch would wait far longer for an answer
            raise EngineUnavailable(status.message)
        wrong = not status.usable or status.is_outdated or has_large_backlog(self.consumer)
        return bool(first or wrong)

    def _heal(self) -> None:
        """Make the index anew where there is a reason; not too often."""
        now = time.monotonic()
        if now < self._heal_again_at:
            return
        try:
            if reason := reason_to_rebuild(self.consumer):
                self._heal_again_at = now + self._heal_pause
                self._heal_pause = min(self._heal_pause * 2, _HEAL_SELDOM)
                logger.warning("search: %s is made anew, because %s", self.consumer, reason)
                rebuild(consumer=self.consumer)
            else:
                self._heal_pause = _HEAL_EVERY
        except AlreadyRebuilding:
            pass
        except EngineUnavailable as error:
            logger.warning("search: %s could not be made anew: %s", self.consumer, error)
        except Exception:
            logger.exception("search: %s could not be made anew", self.consumer)


class Drainers:
    """One for each consumer of this host, each in a thread: none waits for another."""

    def __init__(self) -> None:
        self.each = [Drainer(consumer) for consumer in consumers.here()]
        self._threads = [
            threading.Thread(target=one.run, name=f"search-drainer {one.consumer}", daemon=True)
            for one in self.each
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let each come to an end."""
        for one in self.each:
            one.end()

    def wake(self) -> None:
        """There is something to do now."""
        for one in self.each:
            one.wake()

    def wait(self) -> bool:
        """Wait until all have ended; False when one ended unbidden, so that the others must."""
        while all(thread.is_alive() for thread in self._threads):
            self._threads[0].join(0.5)
        bidden = all(one.stop.is_set() for one in self.each)
        self.end()
        for thread in self._threads:
            thread.join()
        return bidden


def start_beside_runserver() -> None:
    """Start the drainers where the development server asks for them."""
    if not (settings.SEARCH_DRAIN_THREAD and "runserver" in sys.argv[1:2]):
        return
    # With the reloader on, the parent process only watches files.
    if "--noreload" not in sys.argv and os.environ.get("RUN_MAIN") != "true":
        return
    drainers = Drainers()
    on_rows(drainers.wake)
    drainers.start()
