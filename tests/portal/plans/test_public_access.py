"""Who sees what of a plan in each of its states: every door, every role."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from portal.approvals import acting
from portal.core.groups import ROLES
from portal.plans.models import PlanPage
from search.sources import sources
from tests.portal.plans.factories import Office, chapter

STATES = ("draft", "submitted", "returned", "approved", "edited", "withdrawn", "private")
PUBLIC = {"approved", "edited"}
VIEWERS = ("nobody", *ROLES)
SECRET = "ถ้อยคำของร่างที่ยังไม่อนุมัติ"
APPROVED = "ถ้อยคำที่อนุมัติแล้ว"


def in_state(office: Office, state: str) -> PlanPage:
    """A plan in a state; `APPROVED` is in what was approved, `SECRET` in what was not."""
    word = APPROVED if state in {"approved", "edited", "withdrawn", "private"} else SECRET
    plan = office.plan(chapters=_chapters(word), slug="the-plan")
    if state in {"submitted", "returned"}:
        office.submit(plan)
    if state == "returned":
        office.act(plan, "group_head", acting.RETURN, comment="แก้ไขงบประมาณ")
    if word == APPROVED:
        plan = office.approve(plan)
    if state == "edited":
        draft = plan.get_latest_revision_as_object()
        draft.chapters[0].value["title"] = SECRET
        draft.title = f"{draft.title} {SECRET}"
        draft.save_revision(user=office.people["working_group"])
    if state == "withdrawn":
        plan.unpublish()
    if state == "private":
        PageViewRestriction.objects.create(
            page=plan, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
    return PlanPage.objects.get(pk=plan.pk)


def _chapters(word: str) -> str:
    import json

    return json.dumps([chapter("foreword", word, f"<p>{word}</p>")])


def browser(office: Office, viewer: str) -> Client:
    return Client() if viewer == "nobody" else office.client(viewer)


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_only_what_was_approved_is_public_whoever_looks(office: Office, state: str) -> None:
    plan = in_state(office, state)
    public = state in PUBLIC
    edition = [plan.pk, 1]
    doors = {
        plan.get_url(): public or state == "private",  # Wagtail asks for the password there
        reverse("plans:editions", args=[plan.pk]): public,
        reverse("plans:edition_file", args=edition): public,
        reverse("plans:edition_sheet", args=[*edition, "budget"]): public,
        f"/api/v1/plans/{plan.pk}": public,
    }
    lists = ("/plans/", reverse("plans:feed"), "/api/v1/plans", "/sitemap.xml", "/")
    for viewer in VIEWERS:
        client = browser(office, viewer)
        for address, is_open in doors.items():
            answer = client.get(address)
            assert answer.status_code == (200 if is_open else 404), (viewer, address)
            assert SECRET.encode() not in _content(answer), (viewer, address)
        assert client.get(reverse("plans:edition", args=edition)).status_code == (
            302 if public else 404
        ), viewer
        for address in lists:
            shown = client.get(address).content
            assert SECRET.encode() not in shown, (viewer, address)
            found = b"/plans/the-plan/" in shown
            assert found == public, (viewer, address)


def _content(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_the_search_holds_the_approved_words_and_no_others(office: Office, state: str) -> None:
    plan = in_state(office, state)

    documents = list(sources()["plan"].documents())

    assert [document.key for document in documents] == (
        [f"plan:{plan.pk}"] if state in PUBLIC else []
    )
    assert all(APPROVED in document.body for document in documents)
    assert all(SECRET not in document.body + document.title for document in documents)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_only_those_who_edit_see_the_draft_in_a_preview(office: Office, viewer: str) -> None:
    plan = in_state(office, "edited")
    address = reverse("wagtailadmin_pages:view_draft", args=[plan.pk])

    answer = browser(office, viewer).get(address)

    edits = viewer in {"editor", "working_group", "group_head"}
    assert (SECRET.encode() in answer.content) == edits
    if edits:
        assert "ไม่มีการอนุมัติ" not in answer.content.decode()
        assert "draft-mark" in answer.content.decode()
    else:
        assert answer.status_code in {302, 403}


def test_older_editions_stay_and_say_that_they_are_superseded(office: Office) -> None:
    plan = office.approve(office.plan(chapters=_chapters("ฉบับแรก")))
    draft = plan.get_latest_revision_as_object()
    draft.chapters[0].value["title"] = "ฉบับที่สอง"
    draft.save_revision(user=office.people["working_group"])
    plan = office.approve(plan)
    client = Client()

    old = client.get(reverse("plans:edition", args=[plan.pk, 1]))
    new = client.get(plan.get_url())

    assert old.status_code == 200
    assert "ฉบับแรก" in old.content.decode()
    assert "ฉบับที่สอง" not in old.content.decode()
    assert 'name="robots" content="noindex"' in old.content.decode()
    assert f'<a href="{plan.get_url()}">' in old.content.decode()
    assert "ฉบับที่สอง" in new.content.decode()
    listed = client.get(reverse("plans:editions", args=[plan.pk])).content.decode()
    assert listed.count("SHA-256") == 2
    assert client.get(reverse("plans:edition", args=[plan.pk, 3])).status_code == 404
    both = client.get(f"/api/v1/plans/{plan.pk}").json()
    assert [each["number"] for each in both["editions"]] == [2, 1]
    assert both["edition"] == 2


def test_a_plan_that_another_replaced_names_it(office: Office) -> None:
    old = office.approve(office.plan(title="แผนเดิม"))
    new = office.approve(office.plan(title="แผนที่มาแทน", replaces=old.pk))

    shown = Client().get(old.get_url()).content.decode()

    assert new.get_url() in shown
    row = Client().get(f"/api/v1/plans/{old.pk}").json()
    assert row["superseded"] is True
