"""The daily message: to the right people, once, in Thai, and only with something to say."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import translation

from portal.core.groups import apply_groups
from portal.procedures.models import RoundDigest

from . import round_factories as rounds
from .round_factories import until

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_friday() -> Iterator[None]:
    """Friday 13 November 2569; a round that began on the 2nd was due on the 9th."""
    apply_groups()
    with time_machine.travel("2026-11-13T08:00:00+07:00", tick=False):
        yield


def run() -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("send_round_digest", stdout=out)
    return out.getvalue()


def test_staff_hear_of_what_is_late_in_thai() -> None:
    rounds.member("working_group", email="staff@example.org", first_name="สมศรี")
    round_ = rounds.opened("DE-01")

    run()

    (message,) = mail.outbox
    assert message.to == ["staff@example.org"]
    assert "เกินกำหนด" in message.subject
    assert "DE-01 2570: 1. งานที่ 1 appointment" in message.body
    assert "9 พฤศจิกายน 2569" in message.body
    assert f"/admin/rounds/{round_.pk}/" in message.body


def test_a_second_run_on_the_same_day_sends_nothing_and_the_next_day_does() -> None:
    rounds.member("group_head", email="head@example.org")
    rounds.opened("DE-01")

    run()
    run()
    assert len(mail.outbox) == 1
    with time_machine.travel("2026-11-14T08:00:00+07:00", tick=False):
        run()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("role", ["editor", "deputy_director", "reporting_staff", "director"])
def test_a_step_of_staff_is_nobody_elses(role: str) -> None:
    rounds.member(role, email="other@example.org")
    rounds.opened("DE-01")

    run()

    assert mail.outbox == []


def test_the_director_hears_of_decisions() -> None:
    rounds.member("director", email="director@example.org")
    until(rounds.opened("DE-01"), 4)

    run()

    (message,) = mail.outbox
    assert "4. งานที่ 4 approval" in message.body


def test_nothing_to_say_is_no_mail() -> None:
    rounds.member("working_group", email="staff@example.org")
    rounds.member("group_head", email="")
    rounds.member("group_head", email="gone@example.org", is_active=False)
    run()
    with time_machine.travel("2026-11-01T08:00:00+07:00", tick=False):
        rounds.opened("DE-03")  # due on the 9th: more than a week away
        run()

    assert mail.outbox == []
    assert not RoundDigest.objects.exists()


def test_what_could_not_be_sent_is_tried_again(settings: object) -> None:
    rounds.member("working_group", email="staff@example.org")
    rounds.opened("DE-01")
    working = settings.EMAIL_BACKEND  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="1"):
        run()
    settings.EMAIL_BACKEND = working  # type: ignore[attr-defined]
    run()

    assert len(mail.outbox) == 1
