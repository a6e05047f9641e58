"""Keeps the drainer going: as a service, or as a thread of the development server."""

from __future__ import annotations

import logging
import os
import sys
import threading

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections

from . import days
from .draining import Drainer
from .salt import destroy_old
from .schedule import Schedule

logger = logging.getLogger(__name__)

PAUSE = 1.0
AFTER_AN_ERROR = 0.5


class Service:
    """Drains every second, destroys old salts and keeps the schedule, until it is told to stop."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._drainer = Drainer()
        self._schedule = Schedule()
        self._failing = False

    def run(self) -> None:
        """Work until told to stop; whatever fails is tried again."""
        apps.ready_event.wait()  # the development server starts us while it still loads rooms
        while not self.stop.is_set():
            self.stop.wait(PAUSE if self._worked() else AFTER_AN_ERROR)

    def _worked(self) -> bool:
        close_old_connections()
        try:
            self._drainer.drain()
            destroy_old(days.now())
            self._schedule.run_due()
        except (DatabaseError, InterfaceError, OSError) as error:
            if not self._failing:  # said once, until it works again
                logger.warning("usage: events wait in the spool: %s", error)
            self._failing = True
            return False
        except Exception:
            if not self._failing:
                logger.exception("usage: events wait in the spool")
            self._failing = True
            return False
        finally:
            close_old_connections()
        self._failing = False
        return True


def start_beside_runserver() -> None:
    """Start the service where the development server asks for it."""
    if not (settings.USAGE_DRAIN_THREAD and "runserver" in sys.argv[1:2]):
        return
    # With the reloader on, the parent process only watches files.
    if "--noreload" not in sys.argv and os.environ.get("RUN_MAIN") != "true":
        return
    threading.Thread(target=Service().run, name="usage-drainer", daemon=True).start()
