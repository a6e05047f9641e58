"""When questions pass, by unit and as a state machine beside a plain model."""

from __future__ import annotations

import threading

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from search.breaker import MOST_FAILURES, PAUSE, Breaker, State


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def enter(breaker: Breaker) -> int:
    epoch = breaker.enter()
    assert epoch is not None
    return epoch


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(MOST_FAILURES):
        breaker.failed(enter(breaker))
    return breaker


def test_it_opens_after_three_failures_in_a_row_only() -> None:
    breaker = Breaker(Clock())
    for _ in range(4):
        breaker.failed(enter(breaker))
        breaker.failed(enter(breaker))
        breaker.succeeded(enter(breaker))
    assert breaker.state is State.CLOSED

    for _ in range(MOST_FAILURES):
        breaker.failed(enter(breaker))

    assert breaker.state is State.OPEN
    assert breaker.enter() is None


def test_after_the_pause_one_question_alone_tries() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE - 0.01
    assert breaker.enter() is None

    clock.now += 0.01
    probe = enter(breaker)
    assert breaker.enter() is None

    breaker.failed(probe)
    assert breaker.enter() is None
    clock.now += PAUSE
    breaker.succeeded(enter(breaker))
    assert breaker.state is State.CLOSED
    assert breaker.enter() is not None


def test_late_news_of_earlier_questions_changes_nothing() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    slow, slower = enter(breaker), enter(breaker)
    for _ in range(MOST_FAILURES):
        breaker.failed(enter(breaker))
    breaker.succeeded(slow)
    assert breaker.state is State.OPEN

    clock.now += PAUSE
    probe = enter(breaker)
    breaker.failed(slower)
    assert breaker.state is State.PROBING
    breaker.succeeded(probe)
    breaker.failed(probe)
    assert breaker.state is State.CLOSED


def test_a_probe_that_never_ends_is_given_up() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE
    lost = enter(breaker)
    assert breaker.enter() is None

    clock.now += PAUSE
    again = enter(breaker)
    breaker.failed(lost)

    breaker.succeeded(again)
    assert breaker.state is State.CLOSED


def test_of_many_threads_one_is_the_probe() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE
    ready, let_in = threading.Barrier(16), []

    def ask() -> None:
        ready.wait()
        let_in.append(breaker.enter())

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([epoch for epoch in let_in if epoch is not None]) == 1


class BreakerMachine(RuleBasedStateMachine):
    """Questions enter, end late or never, time passes: the promises hold all the while."""

    @initialize()
    def begin(self) -> None:
        self.clock = Clock()
        self.breaker = Breaker(self.clock)
        self.under_way: list[tuple[int, State]] = []
        self.failures = 0  # in a row, of questions let through while it was closed as now
        self.shut_at: float | None = None

    def _refused(self) -> bool:
        return self.shut_at is not None and self.clock.now - self.shut_at < PAUSE

    @rule()
    def ask(self) -> None:
        was = self.breaker.state
        epoch = self.breaker.enter()
        assert (epoch is None) == (was is not State.CLOSED and self._refused())
        if epoch is not None:
            if was is not State.CLOSED:
                assert self.breaker.state is State.PROBING
                self.shut_at = self.clock.now
                assert self.breaker.enter() is None
            self.under_way.append((epoch, self.breaker.state))

    @rule(which=st.integers(0, 30), good=st.booleans())
    def hear(self, which: int, good: bool) -> None:
        if not self.under_way:
            return
        epoch, then = self.under_way.pop(which % len(self.under_way))
        counts = epoch == self.breaker._epoch
        was = self.breaker.state
        (self.breaker.succeeded if good else self.breaker.failed)(epoch)
        if not counts:
            assert self.breaker.state is was
        elif good:
            assert self.breaker.state is State.CLOSED
            self.failures, self.shut_at = 0, None
        else:
            self.failures += 1
            opens = then is State.PROBING or self.failures >= MOST_FAILURES
            assert self.breaker.state is (State.OPEN if opens else State.CLOSED)
            if opens:
                self.failures, self.shut_at = 0, self.clock.now

    @rule(seconds=st.sampled_from([0.1, 1.0, PAUSE - 0.5, PAUSE, 100.0]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @invariant()
    def closed_or_shut_since_a_moment(self) -> None:
        if hasattr(self, "breaker"):
            assert (self.breaker.state is State.CLOSED) == (self.shut_at is None)


TestBreakerMachine = BreakerMachine.TestCase
