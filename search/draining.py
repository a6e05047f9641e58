"""Who brings changes into the index, and when: a command, or a thread of the dev server."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time

from django.conf import settings
from django.db import close_old_connections

from search.engines import get_engine
from search.enqueuing import on_rows
from search.outbox import drain

logger = logging.getLogger(__name__)

POLL = 0.5
LONGEST_PAUSE = 30.0
_HEAL_EVERY = 60.0


class Drainer:
    """Drains again and again, more slowly while the index is out of order, and mends that."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.awake = threading.Event()
        self._healed_at: float | None = None
        self._failing = False

    def wake(self) -> None:
        """There is something to do now."""
        self.awake.set()

    def run(self) -> None:
        """Work until told to stop."""
        self._heal()
        pause = POLL
        while not self.stop.is_set():
            pause = POLL if self._drained() else min(pause * 2, LONGEST_PAUSE)
            self.awake.wait(pause)
            self.awake.clear()

    def _drained(self) -> bool:
        close_old_connections()
        try:
            drain()
            # With nothing to write nobody else would notice that the index is gone.
            if not get_engine().status().usable:
                self._heal()
        except Exception as error:
            # No index, a full disk, a database that is away: the rows wait, and so do we.
            if not self._failing:  # said once, until it works again
                logger.warning("search: changes cannot be brought into the index: %s", error)
            self._failing = True
            self._heal()
            return False
        finally:
            close_old_connections()
        self._failing = False
        return True

    def _heal(self) -> None:
        """Make the index anew when it is gone, damaged, or made by other rules; not too often."""
        from search.rebuilding import AlreadyRebuilding, reason_to_rebuild, rebuild

        now = time.monotonic()
        if self._healed_at is not None and now - self._healed_at < _HEAL_EVERY:
            return
        try:
            if reason := reason_to_rebuild():
                self._healed_at = now
                logger.warning("search: the index is made anew, because %s", reason)
                rebuild()
        except AlreadyRebuilding:
            pass
        except Exception:
            logger.exception("search: the index could not be made anew")


def start_beside_runserver() -> None:
    """Start the drainer thread where the development server asks for it."""
    if not (settings.SEARCH_DRAIN_THREAD and "runserver" in sys.argv[1:2]):
        return
    # With the reloader on, the parent process only watches files.
    if "--noreload" not in sys.argv and os.environ.get("RUN_MAIN") != "true":
        return
    drainer = Drainer()
    on_rows(drainer.wake)
    threading.Thread(target=drainer.run, name="search-drainer", daemon=True).start()
