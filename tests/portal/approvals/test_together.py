"""Two approvers at the same moment: one act, and the other hears that he was second."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from portal.approvals.models import ApprovalAct
from portal.core.models import SiteSettings
from tests.portal.approvals.factories import Office, page_url, signed_in


@pytest.fixture
def committed(transactional_db: None) -> Office:
    office = Office()
    settings = SiteSettings.of_default_site()
    settings.approval_second_factor = "login"
    settings.save()
    office.bring_to("at_head")
    return office


def at_once(*steps: Any) -> list[Any]:
    """Do all of it at the same moment, each with a connection of its own."""
    barrier, answers = Barrier(len(steps)), [None] * len(steps)

    def run(place: int, step: Any) -> None:
        barrier.wait()
        answers[place] = step()
        connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def post(client: Client, address: str, values: dict[str, str]) -> Any:
    return lambda: client.post(address, values).status_code


def test_two_heads_by_link(committed: Office) -> None:
    heads = [committed.people["group_head"], committed.person("group_head")]
    paths = [committed.link_for(head)[1] for head in heads]
    steps = [
        post(signed_in(head), path, {"action": "sign"})
        for head, path in zip(heads, paths, strict=True)
    ]
    assert sorted(at_once(*steps)) == [200, 409]
    assert [act.act for act in ApprovalAct.objects.all()] == ["submit", "concur"]


def test_one_link_twice(committed: Office) -> None:
    head = committed.people["group_head"]
    path = committed.link_for(head)[1]
    answers = at_once(*[post(signed_in(head), path, {"action": "sign"}) for _twice in range(2)])
    assert sorted(answers) in ([200, 410], [200, 409])
    assert ApprovalAct.objects.count() == 2


def test_yes_and_no_in_the_admin(committed: Office) -> None:
    state = committed.last_task_state.pk
    answers = [("sign", committed.people["group_head"]), ("refuse", committed.person("group_head"))]
    at_once(
        *(
            post(
                signed_in(user),
                page_url("workflow_action", committed.key, action, state),
                {"comment": "เหตุผล"},
            )
            for action, user in answers
        )
    )
    assert ApprovalAct.objects.count() == 2
