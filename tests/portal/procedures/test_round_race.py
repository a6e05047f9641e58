"""Two people end one step at the very same moment, each in a connection of their own."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from portal.procedures.models import Round, RoundStep
from portal.procedures.progress import Ending, finish
from portal.procedures.refusals import Refused
from tests.factories import UserFactory

from . import round_factories as rounds

START = date(2025, 11, 3)


@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_is_told() -> None:
    row = rounds.opened("DE-01", START, year=2569).open_step
    assert row is not None
    people = [UserFactory(first_name=name) for name in ("สมชาย", "สมศรี", "สมปอง")]
    ready = Barrier(len(people))
    answers: list[str] = []

    def end(person: object) -> None:
        ready.wait()
        try:
            finish(row.pk, Ending("done", START), person)
            answers.append("won")
        except Refused as refusal:
            answers.append(refusal.message)
        finally:
            connection.close()

    threads = [Thread(target=end, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = RoundStep.objects.get(pk=row.pk).recorded_by
    assert winner is not None
    assert answers.count("won") == 1
    assert sum(winner.first_name in answer for answer in answers) == 2
    round_ = Round.objects.with_steps().get()
    assert [step.step.seq for step in round_.attempts if step.is_open] == [2]
