"""Rounds in the admin: who may do what in which state, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from portal.core.models import HolidayYear, SiteDocument
from portal.plans.models import PlanPage
from portal.procedures.models import Committee, Evidence, FlowEdge, Meeting, Round, RoundStep
from portal.procedures.progress import Ending, finish
from tests.factories import UserFactory

from . import round_factories as rounds
from .round_factories import START, end, until
from .round_pages import TYPED, at, ending, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "a_day_in_june")]


# --- opening ----------------------------------------------------------------------------


def opening(**values: Any) -> dict[str, Any]:
    procedure = rounds.procedure(values.pop("like", "DE-01"))
    data = {"procedure": procedure.pk, "fiscal_year": "2570", "starts_on": "2026-11-02"}
    return {**data, "pace": "max", **values}


def test_dates_are_shown_before_anything_is_saved(client: Client, staff: Any) -> None:
    address = reverse("rounds_open")

    shown = client.post(address, opening())

    assert "9 พ.ย. 2569" in text_of(shown)
    assert not Round.objects.exists()
    client.post(address, opening(save="1", seen=shown.context["seen"]))
    assert Round.objects.get().opened_by == staff


def test_other_dates_than_those_seen_are_shown_first(client: Client, staff: Any) -> None:
    shown = client.post(reverse("rounds_open"), opening())

    again = client.post(
        reverse("rounds_open"),
        opening(starts_on="2026-11-03", save="1", seen=shown.context["seen"]),
    )

    assert not Round.objects.exists()
    assert "10 พ.ย. 2569" in text_of(again)


def test_activities_and_own_days_are_planned_with(client: Client, staff: Any) -> None:
    data = opening(like="DE-04", **{"step5-activities": "2", "step1-days": "3", "pace": "min"})
    shown = client.post(reverse("rounds_open"), data)
    client.post(reverse("rounds_open"), {**data, "save": "1", "seen": shown.context["seen"]})

    rows = Round.objects.with_steps().get().attempts
    assert rows[0].planned_due == date(2026, 11, 5)
    assert rows[4].planned_due is not None
    assert rows[5].planned_due is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"fiscal_year": "2027"},
        {"fiscal_year": "ปีนี้"},
        {"fiscal_year": "99999999999999999999"},
        {"starts_on": "2026-09-30"},
        {"starts_on": "2569-11-02"},
        {"starts_on": "9999-12-31"},
        {"starts_on": "พรุ่งนี้"},
        {"procedure": "x"},
        {"procedure": ""},
        {"step1-days": "0"},
        {"step1-days": "-3"},
        {"step1-days": "สาม"},
        {"step1-days": "999999999999"},
        {"step5-fixed_due": "2026-10-01"},
        {"step5-fixed_due": "9999-12-31"},
        {"pace": "sometimes"},
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    client: Client, staff: Any, wrong: dict[str, str]
) -> None:
    response = client.post(reverse("rounds_open"), opening(**wrong, save="1", seen="x"))

    assert response.status_code == 200
    assert not Round.objects.exists()
    (value,) = wrong.values()
    if value not in ("x", "", "sometimes"):
        assert value in text_of(response)
    assert "ไม่ได้บันทึก" in text_of(response)


def test_a_year_that_nobody_confirmed_is_warned_of(client: Client, staff: Any) -> None:
    assert "ยังไม่มีผู้ยืนยัน" in text_of(client.post(reverse("rounds_open"), opening()))

    for year in (2569, 2570):
        HolidayYear.objects.create(year=year)
    text = text_of(client.post(reverse("rounds_open"), opening()))
    assert "ยังไม่มีผู้ยืนยัน" not in text


# --- ending a step ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"finished_on": "2026-11-01"}, "2 พฤศจิกายน 2569"),
        ({"finished_on": "2027-07-01"}, "ยังมาไม่ถึง"),
        ({"finished_on": "9999-12-31"}, "คริสต์ศักราช"),
        ({"finished_on": "2570-01-01"}, "2027"),
        ({"finished_on": "เมื่อวาน"}, "วันที่"),
        ({"finished_on": ""}, ""),
        ({"outcome": "approved"}, ""),
        ({"outcome": ""}, ""),
        ({"without_evidence": ""}, "หลักฐาน"),
    ],
)
def test_a_bad_ending_is_refused_and_stays_typed(
    client: Client, staff: Any, wrong: dict[str, str], word: str
) -> None:
    round_ = rounds.opened()
    address = at(round_, "rounds_finish", round_.open_step)

    response = client.post(address, ending(remark=TYPED, **wrong))

    assert response.status_code == 200
    assert TYPED in text_of(response)
    assert word in text_of(response)
    assert RoundStep.objects.exclude(outcome="").count() == 0


def test_with_evidence_nobody_is_asked_again(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    row = round_.open_step
    document = SiteDocument.objects.create(title="คำสั่ง")
    client.post(at(round_, "rounds_evidence", row), {"kind": "document", "document": document.pk})

    client.post(at(round_, "rounds_finish", row), ending(without_evidence=""))

    assert RoundStep.objects.get(pk=row.pk).outcome == "done"
    evidence = Evidence.objects.get()
    assert (evidence.document, evidence.added_by) == (document, staff)


def test_of_two_people_the_second_is_told_and_keeps_the_text(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    row = round_.open_step
    address = at(round_, "rounds_finish", row)
    assert client.get(address).status_code == 200
    finish(row.pk, Ending("done", START), UserFactory(first_name="สมชาย"))

    response = client.post(address, ending(remark=TYPED))

    assert response.status_code == 200
    assert "สมชาย" in text_of(response)
    assert TYPED in text_of(response)


def test_the_director_acknowledges_with_remarks_that_open_next_year() -> None:
    round_ = until(rounds.opened("DE-03"), 7)
    row = round_.open_step
    data = {"outcome": "acknowledged", "finished_on": "2027-06-30", "for_next_year": "เพิ่มโรงเรียน"}

    signed_in("director").post(at(round_, "rounds_finish", row), data)

    later = rounds.opened("DE-03", date(2027, 10, 4), year=2571)
    page = signed_in("editor").get(later.get_absolute_url())
    shown = {each["row"].step.seq: each["remarks"] for each in page.context["board"]}
    assert shown[2] == "เพิ่มโรงเรียน"
    assert not any(shown[seq] for seq in shown if seq != 2)
    assert text_of(page).count("เพิ่มโรงเรียน") == 2


def test_where_the_procedure_names_no_way_back_nothing_breaks() -> None:
    made = rounds.procedure("DE-01", rounds.fresh_code())
    FlowEdge.objects.all().delete()
    round_ = until(rounds.opened(of=made), 4)
    director = signed_in("director")
    address = at(round_, "rounds_finish", round_.open_step)
    assert director.get(address).status_code == 200

    response = director.post(
        address, {"outcome": "revise", "finished_on": "2027-06-30", "remark": TYPED}
    )

    assert TYPED in text_of(response)
    assert RoundStep.objects.get(pk=round_.open_step.pk).outcome == ""


# --- records ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "link", "url": ""},
        {"kind": "link", "url": "javascript:alert(1)"},
        {"kind": "document", "url": "https://example.org/"},
        {"kind": "page"},
        {"kind": "nonsense", "url": "https://example.org/"},
    ],
)
def test_evidence_has_to_be_somewhere(client: Client, staff: Any, wrong: dict[str, str]) -> None:
    round_ = rounds.opened()

    response = client.post(
        at(round_, "rounds_evidence", round_.open_step), {"note": TYPED, **wrong}
    )

    assert response.status_code == 200
    assert TYPED in text_of(response)
    assert not Evidence.objects.exists()


def test_evidence_of_a_finished_step_stays(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    first = round_.open_step
    evidence = Evidence.objects.create(round_step=first, kind="link", url="https://example.org/")
    spare = Evidence.objects.create(round_step=first, kind="link", url="https://example.org/2")
    client.post(at(round_, "rounds_evidence_remove", first, spare.pk))
    assert list(Evidence.objects.all()) == [evidence]

    end(round_)
    response = client.post(at(round_, "rounds_evidence_remove", first, evidence.pk))

    assert response.status_code == 403
    assert list(Evidence.objects.all()) == [evidence]


def test_only_a_page_that_goes_through_approval_is_a_plan(client: Client, staff: Any) -> None:
    round_ = rounds.opened("DE-01", START)
    home = Site.objects.get().root_page
    refused = client.post(at(round_, "rounds_plan"), {"plan": home.pk})
    assert "โปรดเลือกแผน คือหน้าที่ต้องผ่านขั้นตอนการอนุมัติ" in text_of(refused)
    assert Round.objects.get().plan is None
    plan = PlanPage(title="แผนปฏิบัติการ", live=False)
    home.add_child(instance=plan)
    assert "plans.planpage" in text_of(client.get(at(round_, "rounds_plan")))
    client.post(at(round_, "rounds_plan"), {"plan": plan.pk})
    assert Round.objects.get().plan_id == plan.pk


def test_the_plans_page_is_offered_as_evidence(client: Client, staff: Any) -> None:
    round_ = until(rounds.opened(), 5)
    Round.objects.filter(pk=round_.pk).update(plan=Site.objects.get().root_page)
    address = at(round_, "rounds_evidence", round_.open_step) + "?plan"

    assert address in text_of(client.get(round_.get_absolute_url()))
    form = client.get(address).context["form"]

    assert form.instance.kind == "page"
    assert form.instance.page == Page.objects.get(pk=Site.objects.get().root_page_id)


def test_what_was_recorded_by_mistake_is_removed(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    committee = Committee.objects.create(
        round=round_, name="คณะทำงาน", order_number="1/2570", order_date=START
    )
    meeting = Meeting.objects.create(round=round_, number=1, date=START)
    for name, row, left in (
        ("rounds_committee_remove", committee, Committee.objects.all()),
        ("rounds_meeting_remove", meeting, Meeting.objects.all()),
    ):
        address = reverse(name, args=[round_.pk, row.pk])
        assert address in text_of(client.get(round_.get_absolute_url()))
        assert "ประวัติจะเก็บไว้" in text_of(client.get(address))
        assert left.exists()
        client.post(address)
        assert not left.exists()
        assert str(row) in text_of(client.get(at(round_, "rounds_history")))
        assert client.post(address).status_code == 404


@pytest.mark.parametrize("role", ["editor", "director", "deputy_director", "reporting_staff"])
def test_only_the_working_group_removes(role: str) -> None:
    round_ = rounds.opened()
    meeting = Meeting.objects.create(round=round_, number=1, date=START)
    address = reverse("rounds_meeting_remove", args=[round_.pk, meeting.pk])
    response = signed_in(role).post(address)
    assert response.status_code == 403
    assert "เฉพาะคณะทำงาน" in text_of(response)
    assert Meeting.objects.exists()


def test_nothing_is_removed_from_a_closed_round(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    meeting = Meeting.objects.create(round=round_, number=1, date=START)
    Round.objects.filter(pk=round_.pk).update(closed_at=timezone.now())
    address = reverse("rounds_meeting_remove", args=[round_.pk, meeting.pk])
    assert client.post(address).status_code == 403
    assert Meeting.objects.exists()


def test_a_meeting_number_is_given_once(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    Meeting.objects.create(round=round_, number=1, date=START)

    response = client.post(
        at(round_, "rounds_meeting_add"), {"number": "1", "date": "2026-11-03", "minutes": TYPED}
    )

    assert TYPED in text_of(response)
    assert Meeting.objects.count() == 1
    assert client.get(at(round_, "rounds_meeting_add")).context["form"]["number"].value() == 2


def test_records_of_another_round_are_not_found(client: Client, staff: Any) -> None:
    mine, other = rounds.opened("DE-01"), rounds.opened("DE-02")
    committee = Committee.objects.create(
        round=other, name="ก", order_number="1/2570", order_date=START
    )

    for address in (
        reverse("rounds_committee", args=[mine.pk, committee.pk]),
        reverse("rounds_finish", args=[mine.pk, other.attempts[0].pk]),
        reverse("rounds_round", args=[10**9]),
    ):
        assert client.get(address).status_code == 404
