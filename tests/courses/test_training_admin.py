"""Trainings in the admin: the form, who may do what, the list of who came, the export."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.models import TrainingEvent, TrainingMaterial, TrainingRegistration
from tests import factories

from .admin_pages import page
from .public_pages import moment
from .test_permissions import CURATORS, EVERYBODY, PUBLISHERS

pytestmark = pytest.mark.django_db
DURING = "2026-11-20 10:00"


def training_form(materials: Any = (), **fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "name_th": "อบรมครูปลายทาง",
            "name_en": "",
            "summary": "",
            "body": "null",
            "mode": "onsite",
            "place": "หอประชุม",
            "online_url": "",
            "starts_at": "2026-11-20 09:00",
            "ends_at": "2026-11-20 16:00",
            "registration_opens_at": "",
            "registration_closes_at": "",
            "capacity": "40",
            "has_waiting_list": "on",
            "for_teacher": "on",
            "contact_purpose": "",
            "retention_days": "",
            "editor_note": "",
            "go_live_at": "",
            "expire_at": "",
            "materials": inline_formset(list(materials)),
            "action-publish": "1",
            **fields,
        }
    )


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_announces_and_who_publishes(sign_in: Any, code: str) -> None:
    client = sign_in(code)
    client.post(page("trainingevent", "add"), training_form())
    event = TrainingEvent.objects.first()
    assert (event is not None) is (code in CURATORS)
    assert bool(event and event.live) is (code in PUBLISHERS)


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_sees_registrations_and_notes_attendance(sign_in: Any, code: str) -> None:
    row = factories.TrainingRegistrationFactory(event__named=True, name="สมศรี ใจดี")
    client = sign_in(code)
    may = code in PUBLISHERS
    listing = reverse("trainingregistration:index")
    for address in (
        listing,
        listing + "?export=csv",
        listing + "?export=xlsx",
        reverse("trainingregistration:inspect", args=[row.pk]),
        reverse("training_attendance", args=[row.event_id]),
        reverse("training_screen", args=[row.event_id]),
    ):
        assert (client.get(address).status_code == 200) is may, address
    assert client.get(page("trainingevent", "index")).status_code == 200
    with time_machine.travel(moment(DURING), tick=False):
        client.post(reverse("training_attendance", args=[row.event_id]), {"present": [row.pk]})
    row.refresh_from_db()
    assert bool(row.attended_at) is may


def test_nobody_edits_or_deletes_a_registration_by_a_form(superuser: Any, client: Any) -> None:
    row = factories.TrainingRegistrationFactory()
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    for action, args in (("add", ()), ("edit", (row.pk,)), ("delete", (row.pk,))):
        client.post(reverse(f"trainingregistration:{action}", args=args), {"school_name": "x"})
    assert TrainingRegistration.objects.get().school_name == "โรงเรียนตัวอย่าง"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ends_at": "2026-11-20 09:00"}, "ends_at"),
        ({"ends_at": "2026-11-19 16:00"}, "ends_at"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-1"}, "capacity"),
        ({"place": ""}, "place"),
        ({"mode": "both"}, "online_url"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"for_teacher": ""}, "for_teacher"),
        ({"asks_contact": "on", "retention_days": "30"}, "contact_purpose"),
        ({"asks_contact": "on", "contact_purpose": "ออกเกียรติบัตร"}, "retention_days"),
        (
            {"asks_contact": "on", "contact_purpose": "ออกเกียรติบัตร", "retention_days": "9999"},
            "retention_days",
        ),
        ({"registration_opens_at": "2026-11-20 09:00"}, "registration_opens_at"),
        ({"registration_closes_at": "2026-11-20 16:01"}, "registration_closes_at"),
        ({"name_th": "ก" * 10_000}, "name_th"),
    ],
)
def test_what_does_not_fit_is_refused(head: Any, fields: Any, wrong: str) -> None:
    answer = head.post(page("trainingevent", "add"), training_form(**fields))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [wrong]
    assert not TrainingEvent.objects.exists()


def test_materials_have_one_target_each(head: Any) -> None:
    resource = factories.ResourceFactory()
    nothing = {"label": "ว่าง", "url": "", "document": "", "resource": ""}
    both = {**nothing, "url": "https://example.org/", "resource": str(resource.pk)}
    for row in (nothing, both):
        head.post(page("trainingevent", "add"), training_form([row]))
        assert not TrainingEvent.objects.exists()
    head.post(page("trainingevent", "add"), training_form([{**nothing, "resource": resource.pk}]))
    assert TrainingMaterial.objects.get().target == resource.get_absolute_url()


def test_places_do_not_sink_below_those_taken(head: Any) -> None:
    event = factories.TrainingEventFactory(capacity=3)
    for _number in range(2):
        factories.TrainingRegistrationFactory(event=event)
    answer = head.post(page("trainingevent", "edit", event.pk), training_form(capacity="1"))
    assert list(answer.context["form"].errors) == ["capacity"]
    head.post(page("trainingevent", "edit", event.pk), training_form(capacity="2"))
    event.refresh_from_db()
    assert event.capacity == 2


def test_publishing_more_places_moves_people_up(head: Any) -> None:
    event = factories.TrainingEventFactory(capacity=1)
    for status in ("registered", "waiting"):
        factories.TrainingRegistrationFactory(event=event, status=status)
    with time_machine.travel(moment("2026-11-10 10:00"), tick=False):
        head.post(page("trainingevent", "edit", event.pk), training_form(capacity="2"))
    assert (event.taken, event.waiting) == (2, 0)


def test_the_list_changes_only_what_was_changed(head: Any) -> None:
    event = factories.TrainingEventFactory()
    shown, arrived, absent = (
        factories.TrainingRegistrationFactory(event=event, attended_at=when)
        for when in (moment("2026-11-20 09:00"), moment("2026-11-20 09:30"), None)
    )
    other = factories.TrainingRegistrationFactory()
    with time_machine.travel(moment(DURING), tick=False):
        head.post(
            reverse("training_attendance", args=[event.pk]),
            # `arrived` came by the code after this list was shown; `other` is of another training.
            {"shown": [shown.pk], "present": [absent.pk, other.pk, "x"]},
        )
    assert set(event.registrations.attended()) == {arrived, absent}
    assert not other.event.registrations.attended().exists()


def test_staff_take_somebody_out_and_the_next_moves_up(head: Any) -> None:
    event = factories.TrainingEventFactory(capacity=1)
    first, second = (
        factories.TrainingRegistrationFactory(event=event, status=status)
        for status in ("registered", "waiting")
    )
    with time_machine.travel(moment("2026-11-10 10:00"), tick=False):
        head.post(reverse("training_attendance", args=[event.pk]), {"cancel": [first.pk]})
    assert list(event.registrations.registered()) == [second]


def test_attendance_before_the_day_is_refused_in_words(head: Any) -> None:
    row = factories.TrainingRegistrationFactory()
    address = reverse("training_attendance", args=[row.event_id])
    with time_machine.travel(moment("2026-11-10 10:00"), tick=False):
        answer = head.post(address, {"present": [row.pk]}, follow=True)
    assert "เร็วเกินไป" in answer.content.decode()
    assert not row.event.registrations.attended().exists()


def test_the_export_holds_no_formula(head: Any) -> None:
    row = factories.TrainingRegistrationFactory(event__named=True, name="=HYPERLINK(1)")
    factories.TrainingRegistrationFactory(event=factories.TrainingEventFactory())
    address = reverse("trainingregistration:index") + f"?event={row.event_id}&export=csv"
    text = b"".join(head.get(address).streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert len(table) == 2
    assert "'=HYPERLINK(1)" in table[1]


def test_the_preview_is_the_public_page(head: Any) -> None:
    event = factories.TrainingEventFactory()
    address = reverse("wagtailsnippets_courses_trainingevent:preview_on_edit", args=[event.pk])
    head.post(address, training_form(name_th="ชื่อใหม่ในร่าง"))
    assert "ชื่อใหม่ในร่าง" in head.get(address).content.decode()


def test_a_training_with_registrations_is_not_deleted(head: Any) -> None:
    row = factories.TrainingRegistrationFactory(name="สมศรี ใจดี")
    answer = head.post(page("trainingevent", "delete", row.event_id))
    assert answer.status_code == 409
    assert "สมศรี" not in answer.content.decode()
