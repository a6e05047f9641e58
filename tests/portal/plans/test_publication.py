"""“Every channel”: the checklist of an approved plan, for each role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.core.groups import ROLES
from portal.plans.channels import DAYS_ALLOWED, checklist, letter, social_text, unfinished_editions
from portal.plans.edition_files import ready_file
from portal.plans.models import Channel, PlanEdition
from tests.portal.core.pdf_reading import bare, text_of
from tests.portal.plans.factories import Office

SEES = {"working_group", "group_head", "deputy_director", "director", "reporting_staff"}
TICKS = {"working_group", "group_head"}


@pytest.fixture
def edition(office: Office) -> PlanEdition:
    """An approved plan; nothing is announced yet."""
    return office.approve(office.plan(summary="ยกระดับทุกโรงเรียน")).editions.get()


def address_of(edition: PlanEdition) -> str:
    return reverse("plans_publication", args=[edition.page_id, edition.number])


def ticked(channel: str = "social", **values: str) -> dict[str, str]:
    given = {"done_on": timezone.localdate().isoformat(), "evidence_url": "", "note": "", **values}
    return {"channel": channel, **{f"{channel}-{name}": text for name, text in given.items()}}


def test_a_new_edition_has_every_channel(edition: PlanEdition) -> None:
    assert {row.channel for row in edition.channels.all()} == set(Channel.values)


def test_what_the_site_does_by_itself_is_ticked_by_facts(edition: PlanEdition) -> None:
    done = {line.row.channel: line.done_on for line in checklist(edition)}
    assert done["web"]
    assert done["rss"]
    assert done["pdf"] is None
    ready_file(edition)
    assert {line.row.channel: line.done_on for line in checklist(edition)}["pdf"]
    edition.page.unpublish()
    assert {line.row.channel: line.done_on for line in checklist(edition)}["web"] is None


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_may_do_what_is_its_own(office: Office, edition: PlanEdition, role: str) -> None:
    client = office.client(role)

    shown = client.get(address_of(edition))
    newest = client.get(reverse("plans_publication_newest", args=[edition.page_id]))
    letter_shown = client.get(
        reverse("plans_publication_letter", args=[edition.page_id, edition.number])
    )
    client.post(address_of(edition), ticked())

    assert (shown.status_code == 200) == (role in SEES)
    assert (newest.headers.get("Location") == address_of(edition)) == (role in SEES)
    assert (letter_shown.status_code == 200) == (role in SEES)
    row = edition.channels.get(channel=Channel.SOCIAL)
    assert (row.done_on is not None) == (role in TICKS)
    if role in TICKS:
        assert row.done_by == office.people[role]
        assert row.done_by_name == office.people[role].get_full_name()


def test_a_visitor_is_asked_to_sign_in(client: Any, edition: PlanEdition) -> None:
    assert client.get(address_of(edition)).status_code == 302


@pytest.mark.parametrize("channel", ["web", "pdf", "rss", "nothing"])
def test_facts_cannot_be_ticked_by_hand(office: Office, edition: PlanEdition, channel: str) -> None:
    answer = office.client("working_group").post(address_of(edition), ticked(channel))

    assert answer.status_code in {302, 403, 404}
    assert not edition.channels.filter(done_on__isnull=False).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"done_on": "2999-01-01"},
        {"done_on": "2001-01-01"},
        {"done_on": "เมื่อวาน"},
        {"evidence_url": "javascript:alert(1)"},
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(
    office: Office, edition: PlanEdition, wrong: dict[str, str]
) -> None:
    answer = office.client("working_group").post(
        address_of(edition), ticked(**{"note": "โพสต์แล้ว", **wrong})
    )

    assert answer.status_code == 200
    assert "โพสต์แล้ว" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert edition.channels.get(channel=Channel.SOCIAL).done_on is None


def test_a_plan_that_is_not_announced_in_time_is_pointed_out(
    office: Office, edition: PlanEdition
) -> None:
    home = reverse("wagtailadmin_home")
    assert address_of(edition) not in office.client("director").get(home).content.decode()

    with time_machine.travel(timezone.now() + timedelta(days=DAYS_ALLOWED + 1)):
        assert list(unfinished_editions()) == [edition]
        shown = office.client("director").get(home).content.decode()
        assert address_of(edition) in shown
        assert address_of(edition) not in office.client("editor").get(home).content.decode()
        edition.channels.update(done_on=timezone.localdate())
        ready_file(edition)
        assert address_of(edition) not in office.client("director").get(home).content.decode()


def test_the_ready_texts_say_what_was_approved_and_where(edition: PlanEdition) -> None:
    texts = {line.row.channel: line.text for line in checklist(edition)}

    for channel in ("social", "email", "letter"):
        assert edition.page.title in texts[channel]
        assert edition.page.get_url() in texts[channel]
    assert "ยกระดับทุกโรงเรียน" in social_text(edition)
    assert f"/plans/{edition.page_id}/editions/1.pdf" in texts["email"]


def test_the_letter_bears_the_office_and_the_plan(edition: PlanEdition) -> None:
    said = text_of(letter(edition).as_pdf())

    assert bare(edition.page.title) in said
    assert bare("ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา") in said


def test_the_plan_leads_to_its_checklist(office: Office, edition: PlanEdition) -> None:
    editor = reverse("wagtailadmin_pages:edit", args=[edition.page_id])
    button = reverse("plans_publication_newest", args=[edition.page_id])

    assert f'"{button}"' in office.client("group_head").get(editor).content.decode()
    assert f'"{button}"' not in office.client("editor").get(editor).content.decode()
