"""A circuit breaker: stop asking a service that does not answer, and notice when it does again.

Closed, every question passes. After a few failures in a row it is open and none does, so nobody
waits for a time limit. After a pause one question alone is the probe; what becomes of it decides.

Each change of state begins an epoch. A question carries the epoch in which it was let through, and
what is said of it later counts in that epoch only: a question that was under way when the breaker
opened can neither close it nor spoil the probe.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum

MOST_FAILURES = 3
PAUSE = 15.0  # seconds


class State(StrEnum):
    """Whether questions pass."""

    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


class Breaker:
    """Safe for threads; one in each process."""

    def __init__(
        self,
        clock: Callable[[], float],
        failures: int = MOST_FAILURES,
        pause: float = PAUSE,
    ) -> None:
        self._clock = clock
        self._most = failures
        self._pause = pause
        self._lock = threading.Lock()
        self._state = State.CLOSED
        self._epoch = 0
        self._failures = 0
        self._since = clock()
        self._why = ""

    @property
    def why(self) -> str:
        """What was said of the last failure."""
        return self._why

    @property
    def state(self) -> State:
        """What it is now."""
        return self._state

    def enter(self) -> int | None:
        """Let a question through, with the epoch to tell its end by; None where it must not be."""
        with self._lock:
            if self._state is not State.CLOSED:
                # A probe of which nothing was heard, as of a killed thread, is given up as well.
                if self._clock() - self._since < self._pause:
                    return None
                self._begin(State.PROBING)
            return self._epoch

    def succeeded(self, epoch: int) -> None:
        """The service answered."""
        with self._lock:
            if epoch != self._epoch:
                return
            self._failures = 0
            if self._state is State.PROBING:
                self._begin(State.CLOSED)

    def failed(self, epoch: int, why: str = "") -> None:
        """The service did not answer."""
        with self._lock:
            if epoch != self._epoch:
                return
            self._why = why
            self._failures += 1
            if self._state is State.PROBING or self._failures >= self._most:
                self._begin(State.OPEN)

    def _begin(self, state: State) -> None:
        self._state = state
        self._epoch += 1
        self._failures = 0
        self._since = self._clock()
