"""Places and waiting lists: never more people than places, first come first served."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from courses import places
from courses.models import TrainingEvent, TrainingRegistration
from courses.models.registrations import new_token
from tests import factories

from .public_pages import moment

NOW = moment("2026-11-09 08:40")


def wish(**fields: Any) -> places.Wish:
    return places.Wish(token=new_token(), role="teacher", **fields)


def ask(event: TrainingEvent, now: datetime = NOW, **fields: Any) -> TrainingRegistration:
    return places.register(event.pk, wish(**fields), now)


@pytest.mark.django_db
def test_the_last_place_then_the_waiting_list_then_up_in_order() -> None:
    event = factories.TrainingEventFactory(capacity=1)
    first, second, third = ask(event), ask(event), ask(event)
    assert [row.status for row in (first, second, third)] == ["registered", "waiting", "waiting"]
    places.cancel(first, NOW)
    assert list(event.registrations.registered()) == [second]
    assert list(event.registrations.waiting()) == [third]


@pytest.mark.django_db
def test_without_a_waiting_list_the_full_training_refuses() -> None:
    event = factories.TrainingEventFactory(capacity=1, has_waiting_list=False)
    ask(event)
    with pytest.raises(places.Refused):
        ask(event)
    assert event.registrations.count() == 1


@pytest.mark.django_db
def test_more_places_go_to_those_who_wait() -> None:
    event = factories.TrainingEventFactory(capacity=1)
    rows = [ask(event) for _number in range(4)]
    with time_machine.travel(NOW, tick=False):
        event.capacity = 3
        event.save()
        assert list(event.registrations.registered()) == rows[:3]
        event.capacity = None
        event.save()
    assert event.waiting == 0


@pytest.mark.django_db
def test_nobody_moves_up_once_it_has_begun() -> None:
    event = factories.TrainingEventFactory(capacity=1)
    for _number in range(2):
        ask(event)
    with time_machine.travel(event.starts_at, tick=False):
        event.capacity = 2
        event.save()
    assert (event.taken, event.waiting) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ({"registration_opens_at": moment("2026-11-09 08:41")}, "2026-11-09 08:40"),
        ({"registration_closes_at": moment("2026-11-09 08:40")}, "2026-11-09 08:40"),
        ({}, "2026-11-20 09:00"),
        ({"is_cancelled": True}, "2026-11-09 08:40"),
    ],
)
def test_outside_the_window_nobody_registers(fields: Any, when: str) -> None:
    event = factories.TrainingEventFactory(**fields)
    with pytest.raises(places.Refused):
        ask(event, moment(when))


@pytest.mark.django_db
def test_the_window_holds_to_its_last_second() -> None:
    event = factories.TrainingEventFactory(registration_opens_at=NOW)
    assert ask(event, NOW).status == "registered"
    assert ask(event, event.starts_at - timedelta(seconds=1)).status == "registered"


@pytest.mark.django_db
def test_sending_a_form_twice_registers_once() -> None:
    event = factories.TrainingEventFactory()
    same = wish()
    assert places.register(event.pk, same, NOW) == places.register(event.pk, same, NOW)
    assert event.taken == 1


@pytest.mark.django_db
def test_a_contact_is_kept_only_where_it_is_asked_for() -> None:
    plain = ask(factories.TrainingEventFactory(), name="สมศรี", email="a@example.org")
    named = ask(factories.TrainingEventFactory(named=True), name="สมศรี", email="a@example.org")
    assert (plain.name, plain.email, plain.retention_days) == ("", "", None)
    assert (named.name, named.email, named.retention_days) == ("สมศรี", "a@example.org", 30)


@pytest.mark.django_db
def test_one_address_has_one_place() -> None:
    event = factories.TrainingEventFactory(named=True)
    first = ask(event, name="สมศรี", email="a@example.org")
    with pytest.raises(places.AlreadyRegistered):
        ask(event, name="สมศรี", email="A@example.org")
    places.cancel(first, NOW)
    assert ask(event, name="สมศรี", email="a@example.org").status == "registered"


@pytest.mark.django_db
def test_cancelling_erases_the_contact_and_ends_when_it_begins() -> None:
    event = factories.TrainingEventFactory(named=True)
    row = ask(event, name="สมศรี", email="a@example.org")
    with pytest.raises(places.Refused):
        places.cancel(row, event.starts_at)
    row = places.cancel(row, event.starts_at - timedelta(seconds=1))
    assert (row.status, row.name, row.email) == ("cancelled", "", "")


@pytest.mark.django_db
def test_whoever_moves_up_is_told(django_capture_on_commit_callbacks: Any) -> None:
    event = factories.TrainingEventFactory(named=True, capacity=1)
    first = ask(event, name="หนึ่ง", email="one@example.org")
    ask(event, name="สอง", email="two@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        places.cancel(first, NOW)
    (message,) = mail.outbox
    assert message.to == ["two@example.org"]
    assert event.name_th in message.subject
    assert "ออกเกียรติบัตร" in message.body


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_share_the_last_place() -> None:
    event = factories.TrainingEventFactory(capacity=3)
    begin = threading.Barrier(8)
    failures: list[Exception] = []

    def one() -> None:
        begin.wait()
        try:
            ask(event)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (event.taken, event.waiting) == (3, 5)


@pytest.mark.django_db(transaction=True)
def test_two_who_cancel_at_once_free_two_places() -> None:
    event = factories.TrainingEventFactory(capacity=2)
    rows = [ask(event) for _number in range(5)]
    begin = threading.Barrier(2)

    def one(row: TrainingRegistration) -> None:
        begin.wait()
        places.cancel(row, NOW)
        connection.close()

    threads = [threading.Thread(target=one, args=[row]) for row in rows[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(event.registrations.registered()) == rows[2:4]
    assert list(event.registrations.waiting()) == rows[4:]


class Places(RuleBasedStateMachine):
    """Against a plain list: who asked first and has not cancelled is in."""

    def __init__(self) -> None:
        super().__init__()
        self.event = factories.TrainingEventFactory(capacity=2)
        self.capacity: int | None = 2
        self.staying: list[TrainingRegistration] = []
        self.seated: set[int] = set()

    @rule()
    def somebody_asks(self) -> None:
        self.staying.append(ask(self.event))

    @precondition(lambda self: self.staying)
    @rule(data=st.data())
    def somebody_cancels(self, data: Any) -> None:
        row = data.draw(st.sampled_from(self.staying))
        self.staying.remove(row)
        places.cancel(row, NOW)
        places.cancel(row, NOW)  # a second press does nothing more

    @rule(more=st.integers(1, 3))
    def there_is_more_room(self, more: int) -> None:
        self.event.refresh_from_db()
        self.event.capacity += more
        self.capacity += more
        with time_machine.travel(NOW, tick=False):
            self.event.save()

    @invariant()
    def whoever_came_first_is_in(self) -> None:
        registered = [row.pk for row in self.event.registrations.registered().order_by("pk")]
        waiting = [row.pk for row in self.event.registrations.waiting()]
        expected = [row.pk for row in self.staying]
        assert registered == expected[: self.capacity]
        assert waiting == expected[self.capacity :]
        assert self.seated & set(expected) <= set(registered), "somebody lost a place"
        self.seated = set(registered)


class PlacesTest(TestCase, Places.TestCase):  # type: ignore[misc, name-defined]
    settings = settings(
        max_examples=25,
        stateful_step_count=15,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
