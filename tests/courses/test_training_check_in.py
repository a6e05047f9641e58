"""Arriving: the code on the screen, what a phone sends, and everything that is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from courses import check_in
from courses.models import TrainingEvent
from tests import factories

from .public_pages import main_of, moment

pytestmark = pytest.mark.django_db
BEGIN = "2026-11-20 09:00"


@pytest.fixture
def event() -> TrainingEvent:
    factories.SchoolFactory(ministry_code="1099000001", name_th="โรงเรียนบ้านตัวอย่าง")
    return factories.TrainingEventFactory()


def address_at(event: TrainingEvent, when: str) -> str:
    with time_machine.travel(moment(when), tick=False):
        return reverse("courses:training_arrive", args=[check_in.make_code(event)])


def open_at(client: Client, when: str, address: str, data: Any = None) -> Any:
    with time_machine.travel(moment(when), tick=False):
        return client.get(address) if data is None else client.post(address, data)


def arrive(client: Client, event: TrainingEvent, when: str = BEGIN, **data: str) -> Any:
    return open_at(client, when, address_at(event, when), data)


@pytest.mark.parametrize("write", ["code", "token", "link", "spaced"])
def test_a_participant_arrives_by_their_code(
    client: Client, event: TrainingEvent, write: str
) -> None:
    row = factories.TrainingRegistrationFactory(event=event)
    typed = {
        "code": row.code,
        "token": row.token,
        "link": f"https://portal.example{row.get_absolute_url()}",
        "spaced": f" {row.code.lower().replace('-', ' ')} ",
    }
    answer = arrive(client, event, code=typed[write])
    assert answer.status_code == 302, main_of(answer.content.decode())
    row.refresh_from_db()
    assert row.attended_at == moment(BEGIN)
    assert row.token not in client.get(answer.url).content.decode()


def test_two_of_one_school_and_role_are_two(client: Client, event: TrainingEvent) -> None:
    rows = [factories.TrainingRegistrationFactory(event=event) for _number in range(2)]
    data = {"role": "teacher", "school": "1099000001"}
    answers = [arrive(client, event, **data).status_code for _number in range(3)]
    assert answers == [302, 302, 409]
    assert event.registrations.attended().count() == len(rows)


def test_where_names_are_known_school_and_role_are_not_enough(client: Client) -> None:
    factories.SchoolFactory(ministry_code="1099000001")
    event = factories.TrainingEventFactory(named=True)
    rows = [
        factories.TrainingRegistrationFactory(event=event, email=f"{name}@example.org")
        for name in "ab"
    ]
    data = {"role": "teacher", "school": "1099000001"}
    assert arrive(client, event, **data).status_code == 400
    assert arrive(client, event, **data, email="c@example.org").status_code == 409
    assert arrive(client, event, **data, email="B@example.org").status_code == 302
    assert list(event.registrations.attended()) == rows[1:]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-20 07:59", "เร็วเกินไป"),
        ("2026-11-20 16:00", "ช้าเกินไป"),
        ("2026-11-19 09:00", "เร็วเกินไป"),
    ],
)
def test_too_early_and_too_late(
    client: Client, event: TrainingEvent, when: str, words: str
) -> None:
    row = factories.TrainingRegistrationFactory(event=event)
    answer = arrive(client, event, when, code=row.code)
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert not event.registrations.attended().exists()


def test_it_opens_an_hour_before_and_closes_at_the_end(client: Client, event: Any) -> None:
    for when in ("2026-11-20 08:00", "2026-11-20 15:59"):
        row = factories.TrainingRegistrationFactory(event=event)
        assert arrive(client, event, when, code=row.code).status_code == 302


def test_a_picture_of_the_code_is_worth_nothing_later(client: Client, event: Any) -> None:
    row = factories.TrainingRegistrationFactory(event=event)
    address = address_at(event, "2026-11-20 09:00")
    late = open_at(client, "2026-11-20 09:11", address, {"code": row.code})
    assert late.status_code == 403
    assert "หมดอายุ" in late.content.decode()
    assert open_at(client, "2026-11-20 09:10", address, {"code": row.code}).status_code == 302


def test_a_changed_code_is_refused(client: Client, event: TrainingEvent) -> None:
    other = factories.TrainingEventFactory(name_th="อบรมอื่น")
    code = address_at(event, BEGIN).split("/")[-2]
    forged = f"{other.pk}:" + code.partition(":")[2]
    for text in (forged, code[:-1], "1", "ก" * 200):
        address = reverse("courses:training_arrive", args=[text])
        assert open_at(client, BEGIN, address, {"code": "x"}).status_code == 403


def test_the_same_person_twice_is_refused(client: Client, event: TrainingEvent) -> None:
    row = factories.TrainingRegistrationFactory(event=event)
    arrive(client, event, code=row.code)
    again = arrive(client, event, "2026-11-20 10:00", code=row.code)
    assert again.status_code == 409
    row.refresh_from_db()
    assert row.attended_at == moment(BEGIN)


@pytest.mark.parametrize("status", ["waiting", "cancelled"])
def test_without_a_place_nobody_is_counted(client: Client, event: Any, status: str) -> None:
    row = factories.TrainingRegistrationFactory(event=event, status=status)
    assert arrive(client, event, code=row.code).status_code == 409
    row.refresh_from_db()
    assert row.attended_at is None


def test_another_trainings_registration_is_refused(client: Client, event: TrainingEvent) -> None:
    other = factories.TrainingRegistrationFactory()
    assert arrive(client, event, code=other.token).status_code == 409


@pytest.mark.parametrize("typed", ["", "ก" * 10_000, "0" * 8, "?", "a\x00b"])
def test_nonsense_is_refused(client: Client, event: TrainingEvent, typed: str) -> None:
    factories.TrainingRegistrationFactory(event=event)
    assert arrive(client, event, code=typed).status_code in (400, 409)
    assert not event.registrations.attended().exists()


def test_a_cancelled_training_takes_nobody(client: Client, event: TrainingEvent) -> None:
    row = factories.TrainingRegistrationFactory(event=event)
    TrainingEvent.objects.update(is_cancelled=True)
    assert arrive(client, event, code=row.code).status_code == 403


def test_from_the_organisers_screen_to_attendance(
    sign_in: Any, client: Client, event: TrainingEvent
) -> None:
    row = factories.TrainingRegistrationFactory(event=event)
    staff = sign_in("working_group")
    screen = open_at(staff, BEGIN, reverse("training_screen", args=[event.pk]))
    address = screen.context["address"]
    assert re.search(r"<svg[^>]*>", screen.content.decode())
    assert "://testserver/training/check-in/" in address
    path = address.partition("testserver")[2]
    assert open_at(client, "2026-11-20 09:04", path).status_code == 200
    assert open_at(client, "2026-11-20 09:05", path, {"code": row.code}).status_code == 302
    part = open_at(
        staff, "2026-11-20 09:06", reverse("training_screen", args=[event.pk]) + "?part=code"
    )
    assert "มาแล้ว 1" in part.content.decode()
    assert part.context["address"] != address
