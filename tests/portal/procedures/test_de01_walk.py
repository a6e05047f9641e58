"""DE-01 for fiscal year 2570, from the appointment to the publication, through the real screens.

Every due date below was counted by hand from the office's holidays of fiscal year 2570:

    Tue 13 Oct, Fri 23 Oct, Mon 7 Dec (for Sat 5 Dec), Thu 10 Dec, Thu 31 Dec 2026, Fri 1 Jan,
    Mon 22 Feb (for Sun 21 Feb), Tue 6 Apr, Tue 13 to Thu 15 Apr, Tue 4 May, Thu 20 May 2027.

The start day is not counted. วันทำการ are working days; วัน are calendar days, moved on to the next
working day where the last of them is closed.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html

from portal.approvals.workflows import apply_levels
from portal.core.groups import apply_groups
from portal.core.workflows import apply_workflows
from portal.home.models import HomePage
from portal.plans import drafting
from portal.plans import seeding as plans_seeding
from portal.plans.models import PlanIndexPage, PlanPage
from portal.procedures import seeding
from portal.procedures.models import Procedure, Round, RoundStep

from . import round_factories as rounds

pytestmark = pytest.mark.django_db


def _silence(text: str) -> None:
    """Set-up has nothing to tell here."""


class Office:
    """The people, and what each of them does in the admin on which day."""

    def __init__(self) -> None:
        apply_groups()
        apply_workflows()
        apply_levels()
        self.people = {
            role: rounds.member(role, first_name=role)
            for role in ("working_group", "group_head", "deputy_director", "director")
        }

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.people[role])
        return client

    def post(self, role: str, view: str, /, *args: int, on: str, **data: Any) -> Any:
        """Send a form of the rounds on a day; it must be taken."""
        with time_machine.travel(f"{on}T10:00:00+07:00", tick=False):
            response = self.client(role).post(reverse(view, args=args), data)
        assert response.status_code == 302, _complaints(response)
        return response

    def act(self, role: str, plan: PlanPage, action: str, on: str, remark: str = "") -> None:
        """Concur, approve or return in the plan's editor."""
        with time_machine.travel(f"{on}T10:00:00+07:00", tick=False):
            self.client(role).post(
                reverse("wagtailadmin_pages:edit", args=[plan.pk]),
                {
                    "action-workflow-action": "true",
                    "workflow-action-name": action,
                    "workflow-action-extra-data": json.dumps({"comment": remark}),
                },
            )

    def submit(self, plan: PlanPage, on: str) -> None:
        """Send the plan's form with the button that asks for approval."""
        address = reverse("wagtailadmin_pages:edit", args=[plan.pk])
        with time_machine.travel(f"{on}T10:00:00+07:00", tick=False):
            client = self.client("working_group")
            html = client.get(address).content.decode()
            data = querydict_from_html(html, form_id="page-edit-form")
            data.update({"chapters-count": "0", "action-submit": "1"})
            response = client.post(address, data)
        assert response.status_code == 302, _complaints(response)


def _complaints(response: Any) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    found = soup.select(".error-message, .messages li, .help-critical, .rounds-error")
    return " / ".join(each.get_text(" ", strip=True) for each in found)


@pytest.fixture
def office() -> Office:
    home = Page.get_first_root_node().add_child(instance=HomePage(title="หน้าแรก", slug="front"))
    Site.objects.update(root_page=home)
    seeding.seed(_silence)
    made = Office()
    plans_seeding.finish(_silence)
    apply_groups()
    return made


def dates(round_: Round, seq: int, attempt: int = 1) -> tuple[date | None, date | None]:
    """When a step began, and until when it is to be done."""
    row = RoundStep.objects.get(round=round_, step__seq=seq, attempt=attempt)
    return row.started_on, row.due


def step(round_: Round, seq: int) -> RoundStep:
    """Its newest attempt."""
    return RoundStep.objects.filter(round=round_, step__seq=seq).latest("attempt")


def outcomes(round_: Round) -> list[tuple[int, int, str]]:
    fresh = Round.objects.with_steps().get(pk=round_.pk)
    return [(row.step.seq, row.attempt, row.outcome) for row in fresh.attempts]


def open_round(office: Office) -> Round:
    """The group head looks at all dates, then opens the round."""
    asked = {
        "procedure": Procedure.objects.get(code="DE-01").pk,
        "fiscal_year": 2570,
        "starts_on": "2026-12-14",
        "pace": "max",
    }
    with time_machine.travel("2026-12-14T09:00:00+07:00", tick=False):
        client = office.client("group_head")
        seen = client.post(reverse("rounds_open"), asked)
        assert not Round.objects.exists(), "nothing is saved before the dates were seen"
        text = seen.content.decode()
        for day in ("21 ธ.ค. 2569", "6 ม.ค. 2570", "27 ม.ค. 2570", "1 ก.พ. 2570"):
            assert day in text
        client.post(reverse("rounds_open"), {**asked, "save": "1", "seen": seen.context["seen"]})
    return Round.objects.get()


def test_de_01_from_the_appointment_to_the_publication(office: Office) -> None:
    round_ = open_round(office)

    # The baseline, from Monday 14 December 2026:
    # 1 (5 working days): 15 16 17 18 | 21 Dec
    # 2 (10): 22 23 24 25 | 28 29 30 Dec (31 and 1 closed) | 4 5 6 Jan
    # 3 (15): 7 8 | 11-15 | 18-22 | 25 26 27 Jan
    # 4 (5 วัน, calendar): 28 29 30 31 Jan, 1 Feb, a Monday
    baseline = RoundStep.objects.filter(round=round_).order_by("step__seq")
    assert list(baseline.values_list("planned_start", "planned_due")) == [
        (date(2026, 12, 14), date(2026, 12, 21)),
        (date(2026, 12, 21), date(2027, 1, 6)),
        (date(2027, 1, 6), date(2027, 1, 27)),
        (date(2027, 1, 27), date(2027, 2, 1)),
        (date(2027, 2, 1), None),
    ]
    assert dates(round_, 1) == (date(2026, 12, 14), date(2026, 12, 21))

    # 1. The committee is appointed; its order is the evidence.
    members = inline_formset(
        [
            {"name": "นายสมชาย ใจดี", "position": "รอง ผอ.สพท.", "role": "chair"},
            {"name": "นางสมศรี มีสุข", "position": "นักวิชาการ", "role": "secretary"},
        ]
    )
    appointment = nested_form_data(
        {
            "name": "คณะกรรมการจัดทำแผน",
            "order_number": "245/2569",
            "order_date": "2026-12-16",
            "members": members,
        }
    )
    office.post("working_group", "rounds_committee_add", round_.pk, on="2026-12-16", **appointment)
    first = step(round_, 1)
    office.post(
        *("working_group", "rounds_evidence", round_.pk, first.pk),
        on="2026-12-17",
        kind="link",
        url="https://example.org/order-245",
        note="คำสั่งที่ 245/2569",
    )
    finish(office, round_, 1, "2026-12-17")
    assert [member.name for member in round_.committees.get().members.all()] == [
        "นายสมชาย ใจดี",
        "นางสมศรี มีสุข",
    ]
    # 2 from Thursday 17 December: 18 | 21 22 23 24 25 | 28 29 30 (31 and 1 closed) | 4 Jan
    assert dates(round_, 2) == (date(2026, 12, 17), date(2027, 1, 4))

    # 2. Studied and planned with a meeting, a day late.
    office.post(
        *("working_group", "rounds_meeting_add", round_.pk),
        on="2026-12-22",
        number="1",
        date="2026-12-22",
        place="ห้องประชุมใหญ่",
        minutes="กำหนดกรอบแผน",
    )
    finish(office, round_, 2, "2027-01-05", without_evidence="on")
    # 3 from Tuesday 5 January: 6 7 8 | 11-15 | 18-22 | 25 26
    assert dates(round_, 3) == (date(2027, 1, 5), date(2027, 1, 26))

    # 3. The plan is written as a page, far too slowly, and put up for approval.
    index = PlanIndexPage.objects.get()
    author = office.people["working_group"]
    plan = drafting.draft_from_template(index, "digital", 2570, 2570, author)
    office.post("working_group", "rounds_plan", round_.pk, on="2027-03-01", plan=plan.pk)
    office.submit(plan, "2027-03-18")
    assert outcomes(round_)[2:4] == [(3, 1, "done"), (4, 1, "")]
    assert step(round_, 3).evidence.get().page_id == plan.pk
    # 4 (5 วัน) from Thursday 18 March: 19 20 21 22 23, a Tuesday
    assert dates(round_, 4) == (date(2027, 3, 18), date(2027, 3, 23))

    # 4. Head and deputy concur; the director returns it. Nobody else could have.
    office.act("group_head", plan, "sign", "2027-03-19")
    office.act("deputy_director", plan, "sign", "2027-03-22")
    assert step(round_, 4).outcome == ""
    office.act("director", plan, "return", "2027-03-23", "เพิ่มตัวชี้วัดรายปี")
    returned = RoundStep.objects.get(round=round_, step__seq=4, attempt=1)
    assert (returned.outcome, returned.remark) == ("revise", "เพิ่มตัวชี้วัดรายปี")
    assert returned.recorded_by == office.people["director"]
    # Back to 2, as DE-01's flow says, from Tuesday 23 March:
    # 24 25 26 | 29 30 31 1 2 | 5 (6 closed) 7 April
    assert dates(round_, 2, 2) == (date(2027, 3, 23), date(2027, 4, 7))

    # 2 and 3 once more, over Songkran.
    finish(office, round_, 2, "2027-03-29", without_evidence="on")
    # 3 from Monday 29 March: 30 31 1 2 | 5 (6 closed) 7 8 9 | 12 (13-15 closed) 16 | 19-23 April
    assert dates(round_, 3, 2) == (date(2027, 3, 29), date(2027, 4, 23))
    office.submit(plan, "2027-04-09")
    # 4 (5 วัน) from Friday 9 April: 10 11 12 13 14 is Songkran, 15 as well: Friday 16
    assert dates(round_, 4, 2) == (date(2027, 4, 9), date(2027, 4, 16))

    # 4. This time it is approved, and that publishes it; the round's last step stays to be done.
    office.act("group_head", plan, "sign", "2027-04-09")
    office.act("deputy_director", plan, "sign", "2027-04-12")
    office.act("director", plan, "sign", "2027-04-16", "ดำเนินการได้")
    plan.refresh_from_db()
    assert plan.live
    assert outcomes(round_) == [
        (1, 1, "done"),
        *[(2, 1, "done"), (2, 2, "done")],
        *[(3, 1, "done"), (3, 2, "done")],
        *[(4, 1, "revise"), (4, 2, "approved")],
        (5, 1, ""),
    ]
    assert dates(round_, 5) == (date(2027, 4, 16), None), "no deadline is invented"

    # 5. Staff give themselves ten days: 19-23 | 26-30 April; the plan's page is the evidence.
    last = step(round_, 5)
    office.post(*("working_group", "rounds_deadline", round_.pk, last.pk), on="2027-04-16", days=10)
    assert dates(round_, 5) == (date(2027, 4, 16), date(2027, 4, 30))
    office.post(
        *("working_group", "rounds_evidence", round_.pk, last.pk),
        on="2027-04-20",
        kind="page",
        page=plan.pk,
    )
    finish(office, round_, 5, "2027-04-20")
    round_.refresh_from_db()
    assert round_.is_closed
    assert Round.objects.with_steps().get().percentage == 100
    told = [entry.action.partition(".")[2] for entry in ModelLogEntry.objects.for_instance(round_)]
    assert told.count("step_finished") == 8
    assert told.count("step_returned") == 1
    assert told.count("plan_act") == 8


def finish(office: Office, round_: Round, seq: int, on: str, **data: Any) -> None:
    """The working group records that a step is done."""
    row = step(round_, seq)
    values = {"outcome": "done", "finished_on": on, "remark": "", **data}
    office.post("working_group", "rounds_finish", round_.pk, row.pk, on=on, **values)


def test_a_plan_that_was_approved_before_its_step_began_is_not_forgotten(office: Office) -> None:
    round_ = open_round(office)
    author = office.people["working_group"]
    plan = drafting.draft_from_template(PlanIndexPage.objects.get(), "digital", 2570, 2570, author)
    office.post("working_group", "rounds_plan", round_.pk, on="2026-12-15", plan=plan.pk)

    office.submit(plan, "2026-12-15")
    for role, day in (
        ("group_head", "2026-12-15"),
        ("deputy_director", "2026-12-16"),
        ("director", "2026-12-17"),
    ):
        office.act(role, plan, "sign", day)
    assert outcomes(round_)[0] == (1, 1, ""), "no step is skipped"
    for seq, day in ((1, "2026-12-18"), (2, "2026-12-21"), (3, "2026-12-22")):
        finish(office, round_, seq, day, without_evidence="on")

    fourth = step(round_, 4)
    assert (fourth.outcome, fourth.finished_on) == ("approved", date(2026, 12, 22))
    assert step(round_, 5).is_open
