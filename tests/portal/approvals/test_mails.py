"""The messages: who gets one, what it says, and that nobody gets two."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.portal.approvals.factories import LEVELS, Office

pytestmark = pytest.mark.django_db
OnCommit = Any


@pytest.fixture
def sent(office: Office, django_capture_on_commit_callbacks: OnCommit) -> Any:
    """Do something, and read what was sent when it was committed."""

    def do(step: Any) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            step()
        return list(mail.outbox)

    return do


def test_the_first_level_is_asked(office: Office, sent: Any) -> None:
    office.person("group_head", email="")
    second = office.person("group_head", email="second@example.org")
    messages = sent(office.submit)
    assert sorted(message.to[0] for message in messages) == [
        "group_head@example.org",
        second.email,
    ]
    first = messages[0]
    assert "แผนดิจิทัล ๒๕๗๐" in first.subject
    for part in ("แผนดิจิทัล ๒๕๗๐", "author", "ผู้อำนวยการกลุ่มให้ความเห็นชอบ", "256"):
        assert part in first.body
    assert not re.search(r"<[a-z]|&[a-z]+;", first.body)
    links = [re.search(r"https?://\S+/approve/\S+/", each.body)[0] for each in messages]
    assert len(set(links)) == 2
    assert Client().get("/" + links[0].split("/", 3)[3]).status_code == 200


def test_the_author_among_the_approvers_is_not_asked(office: Office, sent: Any) -> None:
    head = office.people["group_head"]
    office.write(user=head)
    assert sent(lambda: office.submit(head)) == []


@pytest.mark.parametrize(
    ("state", "action", "says"),
    [
        ("at_head", "return", "ส่งกลับ"),
        ("at_deputy", "refuse", "ไม่"),
        ("at_director", "sign", "เผยแพร่"),
    ],
)
def test_the_submitter_hears_the_end(
    office: Office, sent: Any, state: str, action: str, says: str
) -> None:
    office.bring_to(state)
    role = LEVELS[("at_head", "at_deputy", "at_director").index(state)]
    steps = office.plan.redo_choices()
    values = {"redo_step": steps[0][0]} if action == "return" else {}
    messages = sent(lambda: office.act(action, role, comment="ขอให้ดูข้อ ๓", **values))
    assert [message.to for message in messages] == [["author@example.org"]]
    text = messages[0].body
    assert says in text
    assert "ขอให้ดูข้อ ๓" in text
    assert f"/admin/pages/{office.key}/edit/" in text
    if values:
        assert steps[0][1] in text


def test_a_yes_in_between_asks_the_next_level_and_tells_nobody_else(
    office: Office, sent: Any
) -> None:
    office.bring_to("at_head")
    messages = sent(lambda: office.act("sign", "group_head"))
    assert [message.to for message in messages] == [["deputy_director@example.org"]]


def test_other_workflows_keep_wagtails_notices(office: Office, sent: Any) -> None:
    from portal.home.models import StandardPage

    page = (
        office.plan.get_parent()
        .get_parent()
        .add_child(instance=StandardPage(title="หน้าอื่น", slug="other", live=False))
    )
    page.save_revision(user=office.author)
    messages = sent(lambda: page.get_workflow().start(page, office.author))
    assert "group_head@example.org" in [message.to[0] for message in messages]


def test_a_mail_server_that_is_away_stops_no_act(
    office: Office, sent: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    sent(office.submit)
    assert office.plan.workflow_in_progress
    assert "group_head@example.org" not in caplog.text
