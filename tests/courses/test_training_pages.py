"""Trainings as the public sees them: list, page, registering, the private link."""

from __future__ import annotations

import json
import re
from typing import Any

import icalendar
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses.models import TrainingEvent, TrainingMaterial, TrainingRegistration
from tests import factories

from .public_pages import main_of, moment, text_at

pytestmark = pytest.mark.django_db
NOW = "2026-11-09 08:40"


@pytest.fixture
def school() -> Any:
    return factories.SchoolFactory(ministry_code="1099000001", name_th="โรงเรียนบ้านตัวอย่าง")


def form_of(client: Client, event: TrainingEvent, when: str = NOW) -> dict[str, str]:
    """What the page's form sends along by itself."""
    text = text_at(client, when, reverse("courses:training_register", args=[event.pk]))
    attempt = re.search(r'name="attempt" value="([^"]+)"', text)
    assert attempt
    return {"attempt": attempt[1], "role": "teacher", "school": "1099000001"}


def send(client: Client, event: TrainingEvent, data: Any, when: str = NOW) -> Any:
    with time_machine.travel(moment(when), tick=False):
        return client.post(reverse("courses:training_register", args=[event.pk]), data)


def test_the_list_has_coming_before_past_and_no_draft(client: Client) -> None:
    coming = factories.TrainingEventFactory(name_th="อบรมที่กำลังจะมาถึง")
    past = factories.TrainingEventFactory(
        name_th="อบรมที่ผ่านไปแล้ว",
        starts_at=moment("2026-11-02 09:00"),
        ends_at=moment("2026-11-02 12:00"),
    )
    factories.TrainingEventFactory(name_th="อบรมฉบับร่าง", draft=True)
    text = main_of(text_at(client, NOW, reverse("courses:trainings")))
    assert text.index(coming.name_th) < text.index(past.name_th)
    assert "อบรมฉบับร่าง" not in text
    assert "20 พฤศจิกายน 2569" in text
    assert "09:00–16:00 น." in text


def test_the_list_asks_the_same_number_of_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(8):
        factories.TrainingRegistrationFactory(event=factories.TrainingEventFactory(capacity=2))
    with django_assert_max_num_queries(12):
        text_at(client, NOW, reverse("courses:trainings"))


def test_a_page_tells_all_but_the_address_of_the_meeting(client: Client) -> None:
    event = factories.TrainingEventFactory(
        mode="both", online_url="https://meet.example/secret", capacity=5, body="<p>รายละเอียด</p>"
    )
    event.materials.add(TrainingMaterial(label="ใบความรู้", url="https://example.org/a"))
    hidden = factories.ResourceFactory(draft=True, name_th="สื่อที่ยังไม่เผยแพร่")
    event.materials.add(TrainingMaterial(resource=hidden))
    event.save()
    whole = text_at(client, NOW, event.get_absolute_url())
    for words in ("หอประชุมตัวอย่าง", "รายละเอียด", "ใบความรู้"):
        assert words in whole
    assert "สื่อที่ยังไม่เผยแพร่" not in whole
    assert "meet.example" not in whole
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', whole)
    assert script
    facts = json.loads(script[1])
    assert facts["@type"] == "EducationEvent"
    assert facts["startDate"] == "2026-11-20T09:00:00+07:00"


def test_a_draft_has_no_page(client: Client) -> None:
    event = factories.TrainingEventFactory(draft=True)
    for name in ("training", "training_register", "training_file", "training_arrived"):
        assert client.get(reverse(f"courses:{name}", args=[event.pk])).status_code == 404


def test_registering_by_school_and_role_without_a_name(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory(mode="both", online_url="https://meet.example/x")
    data = {**form_of(client, event), "name": "ไม่มีใครถาม", "email": "x@example.org"}
    answer = send(client, event, data)
    row = TrainingRegistration.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.school_code, row.school_name) == ("1099000001", "โรงเรียนบ้านตัวอย่าง")
    assert (row.name, row.email) == ("", "")
    assert mail.outbox == []
    text = text_at(client, NOW, answer.url)
    assert row.code in text
    assert "https://meet.example/x" in text
    assert send(client, event, data).url == answer.url  # the same form once more
    assert event.taken == 1


def test_a_promise_is_shown_before_and_a_message_sent_after(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory(named=True)
    page = text_at(client, NOW, reverse("courses:training_register", args=[event.pk]))
    assert "ออกเกียรติบัตร" in page
    assert "30 วัน" in page
    contact = {"name": " สมศรี \n ใจดี ", "email": "somsri@example.org"}
    send(client, event, {**form_of(client, event), **contact})
    row = TrainingRegistration.objects.get()
    assert row.name == "สมศรี ใจดี"
    (message,) = mail.outbox
    assert message.to == ["somsri@example.org"]
    assert row.get_absolute_url() in message.body
    assert "20 พ.ย. 2569" in message.body


def test_a_second_registration_sends_the_link_again_but_not_for_ever(
    client: Client, school: Any
) -> None:
    event = factories.TrainingEventFactory(named=True)
    contact = {"name": "สมศรี", "email": "somsri@example.org"}
    for status in (302, 409, 409, 409):
        assert send(client, event, {**form_of(client, event), **contact}).status_code == status
    assert event.taken == 1
    assert [message.to for message in mail.outbox] == [["somsri@example.org"]] * 2


def test_a_message_that_cannot_be_sent_costs_nobody_the_place(
    client: Client, school: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    event = factories.TrainingEventFactory(named=True)
    contact = {"name": "สมศรี", "email": "somsri@example.org"}
    assert send(client, event, {**form_of(client, event), **contact}).status_code == 302
    assert event.taken == 1
    assert "could not be sent" in caplog.text
    assert "somsri" not in caplog.text


def test_a_title_with_a_line_break_cannot_forge_a_header(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory(named=True, name_th="อบรม\nBcc: x@example.org")
    contact = {"name": "สมศรี", "email": "somsri@example.org"}
    send(client, event, {**form_of(client, event), **contact})
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": ""}, "role"),
        ({"role": "supervisor"}, "role"),
        ({"school": ""}, "school"),
        ({"school": "1099999999"}, "school"),
        ({"school": "ก" * 10_000}, "school"),
        ({"name": ""}, "name"),
        ({"name": "ก" * 10_000}, "name"),
        ({"name": "ก\x00ข"}, "name"),
        ({"email": "ไม่ใช่อีเมล"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
        ({"email": "a" * 10_000 + "@example.org"}, "email"),
    ],
)
def test_bad_input_is_refused_and_what_was_typed_stays(
    client: Client, school: Any, wrong: Any, field: str
) -> None:
    event = factories.TrainingEventFactory(named=True)
    good = {**form_of(client, event), "name": "สมศรี ใจดี", "email": "somsri@example.org"}
    answer = send(client, event, {**good, **wrong})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    text = answer.content.decode()
    if field != "name":
        assert 'value="สมศรี ใจดี"' in text
    if field != "school":
        assert 'value="1099000001" selected' in text
    assert TrainingRegistration.objects.count() == 0


def test_an_office_member_needs_no_school(client: Client) -> None:
    event = factories.TrainingEventFactory(for_supervisor=True)
    data = {**form_of(client, event), "role": "supervisor", "school": ""}
    assert send(client, event, data).status_code == 302


def test_after_the_window_the_form_is_refused_with_a_reason(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory()
    data = form_of(client, event)
    answer = send(client, event, data, "2026-11-20 09:00")
    assert answer.status_code == 409
    assert "ปิดรับลงทะเบียนแล้ว" in answer.content.decode()
    page = text_at(
        client, "2026-11-20 09:00", reverse("courses:training_register", args=[event.pk])
    )
    assert 'name="attempt"' not in page


def test_a_forged_or_old_form_counts_as_a_new_one(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory()
    data = {**form_of(client, event), "attempt": "ปลอม"}
    assert send(client, event, data).status_code == 302
    assert send(client, event, data).status_code == 302
    assert event.taken == 2


def test_a_flood_is_slowed_down_for_everybody_alike(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory()
    answers = [send(client, event, {"role": ""}).status_code for _number in range(61)]
    assert answers == [400] * 60 + [429]
    data = form_of(client, event)
    assert send(client, event, data).status_code == 429
    assert send(client, event, data, "2026-11-09 08:41").status_code == 302


def test_the_waiting_list_is_named_before_and_after(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory(capacity=1)
    first = factories.TrainingRegistrationFactory(event=event)
    answer = send(client, event, form_of(client, event))
    assert "บัญชีสำรอง" in text_at(client, NOW, answer.url)
    with time_machine.travel(moment(NOW), tick=False):
        client.post(first.get_absolute_url(), {"action": "cancel"})
    assert "บัญชีสำรอง" not in main_of(text_at(client, NOW, answer.url))


def test_the_private_link_cancels_and_erases(client: Client) -> None:
    event = factories.TrainingEventFactory(named=True)
    row = factories.TrainingRegistrationFactory(event=event, name="สมศรี", email="a@example.org")
    with time_machine.travel(moment(NOW), tick=False):
        client.post(row.get_absolute_url(), {"action": "nothing"})
        row.refresh_from_db()
        assert (row.status, row.name) == ("registered", "สมศรี")
        client.post(row.get_absolute_url(), {"action": "erase"})
        row.refresh_from_db()
        assert (row.status, row.name, row.email) == ("registered", "", "")
        client.post(row.get_absolute_url(), {"action": "cancel"})
        row.refresh_from_db()
    assert row.status == "cancelled"


def test_a_cancellation_too_late_is_refused_in_words(client: Client) -> None:
    row = factories.TrainingRegistrationFactory()
    with time_machine.travel(moment("2026-11-20 09:00"), tick=False):
        answer = client.post(row.get_absolute_url(), {"action": "cancel"})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.status == "registered"


def test_a_private_page_is_kept_from_caches_and_search_engines(client: Client) -> None:
    row = factories.TrainingRegistrationFactory()
    answer = client.get(row.get_absolute_url())
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert 'rel="canonical"' not in answer.content.decode()
    assert client.get(reverse("courses:training_registration", args=["0" * 32])).status_code == 404


def test_a_calendar_takes_the_training(client: Client) -> None:
    event = factories.TrainingEventFactory(is_cancelled=True)
    answer = client.get(reverse("courses:training_file", args=[event.pk]))
    calendar = icalendar.Calendar.from_ical(answer.content)
    (entry,) = calendar.walk("VEVENT")
    assert entry.decoded("dtstart") == event.starts_at
    assert entry.decoded("dtend") == event.ends_at
    assert entry["status"] == "CANCELLED"
    assert b"TZID=Asia/Bangkok:20261120T090000" in answer.content


def test_feed_and_sitemap_name_published_trainings(client: Client) -> None:
    event = factories.TrainingEventFactory(first_published_at=moment(NOW))
    factories.TrainingEventFactory(name_th="อบรมฉบับร่าง", draft=True)
    feed = client.get(reverse("courses:training_feed")).content.decode()
    assert event.name_th in feed
    assert "อบรมฉบับร่าง" not in feed
    assert f"/training/{event.pk}/" in client.get("/sitemap.xml").content.decode()


def test_the_english_pages_speak_english(client: Client, school: Any) -> None:
    event = factories.TrainingEventFactory(name_en="Workshop", named=True)
    with translation.override("en"):
        address = reverse("courses:training_register", args=[event.pk])
    text = text_at(client, NOW, address)
    assert "Register: Workshop" in text
    assert "Your school" in text
