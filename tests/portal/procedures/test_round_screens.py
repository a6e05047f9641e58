"""Rounds in the admin: who may do what in which state, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from portal.core.groups import ROLES, apply_groups
from portal.core.models import HolidayYear, SiteDocument
from portal.procedures.models import Committee, Evidence, Meeting, Outcome, Round, RoundStep
from portal.procedures.progress import Ending, finish
from portal.procedures.reminders import duties_of, waiting_steps
from portal.procedures.scheduling import Timing
from tests.factories import UserFactory

from . import round_factories as rounds
from .test_progress import end, until

pytestmark = pytest.mark.django_db
START = date(2026, 11, 2)
TYPED = "ข้อความที่พิมพ์ไว้"


@pytest.fixture(autouse=True)
def _a_day_in_june() -> Iterator[None]:
    apply_groups()
    with time_machine.travel("2027-06-30T12:00:00+07:00", tick=False):
        yield


@pytest.fixture
def staff(client: Client) -> Any:
    user = rounds.member("working_group", first_name="สมศรี")
    client.force_login(user)
    return user


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(
        UserFactory(is_superuser=True) if role == "superuser" else rounds.member(role)
    )
    return client


def at(round_: Round, name: str, row: RoundStep | None = None, *more: int) -> str:
    return reverse(name, args=[round_.pk, *([row.pk] if row else []), *more])


def ending(**values: Any) -> dict[str, Any]:
    return {"outcome": "done", "finished_on": "2026-11-05", "without_evidence": "on", **values}


def text_of(response: Any) -> str:
    return str(response.content.decode())


# --- state x role -----------------------------------------------------------------------

EVERYBODY = [*ROLES, "superuser"]
WORKERS = {"working_group", "group_head", "superuser"}
STATES: dict[str, Callable[[], Round]] = {
    "doing": lambda: rounds.opened("DE-03"),
    "deciding": lambda: until(rounds.opened("DE-03"), 4),
    "acknowledging": lambda: until(rounds.opened("DE-03"), 7),
    "closed": lambda: until(rounds.opened("DE-03"), 99),
}
ACTS = ("done", "approved", "rejected", "acknowledged", "deadline", "evidence", "reopen", "meeting")


def allowed(state: str, role: str, act: str) -> bool:
    """The rule of the house, written a second time in the plainest way."""
    if act == "reopen":
        return state == "closed" and role in ("group_head", "superuser")
    if state == "closed":
        return False
    if act in ("deadline", "evidence", "meeting"):
        return role in WORKERS
    if act == "done":
        return state == "doing" and role in WORKERS
    wanted = {"approved": "deciding", "rejected": "deciding", "acknowledged": "acknowledging"}
    return wanted[act] == state and role == "director"


def do(client: Client, round_: Round, act: str) -> Any:
    row = round_.open_step or round_.attempts[-1]
    on = str(row.started_on)
    if act in Outcome.values:
        data = ending(outcome=act, finished_on=on, remark=TYPED)
        return client.post(at(round_, "rounds_finish", row), data)
    address, data = {
        "deadline": (at(round_, "rounds_deadline", row), {"days": "9"}),
        "evidence": (
            at(round_, "rounds_evidence", row),
            {"kind": "link", "url": "https://example.org/", "note": TYPED},
        ),
        "meeting": (
            at(round_, "rounds_meeting_add"),
            {"number": "1", "date": "2026-11-03", "minutes": TYPED},
        ),
        "reopen": (at(round_, "rounds_reopen"), {"reason": TYPED}),
    }[act]
    return client.post(address, data)


def everything(round_: Round) -> list[Any]:
    tables = [
        Round.objects.filter(pk=round_.pk),
        RoundStep.objects.filter(round=round_).order_by("pk"),
        Evidence.objects.filter(round_step__round=round_),
        Meeting.objects.filter(round=round_),
    ]
    return [list(rows.values()) for rows in tables]


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("state", STATES)
def test_every_act_in_every_state_by_every_role(state: str, role: str) -> None:
    round_ = STATES[state]()
    client = signed_in(role)
    for act in sorted(ACTS, key=lambda act: allowed(state, role, act)):
        before = everything(round_)
        response = do(client, round_, act)
        if allowed(state, role, act):
            assert response.status_code == 302, (act, text_of(response))
            assert everything(round_) != before, act
            break  # the state is another one now
        assert everything(round_) == before, act
        assert response.status_code in (200, 403), act
        if act != "deadline":
            assert TYPED in text_of(response), f"{act}: what was typed is lost"


@pytest.mark.parametrize("act", ["deadline", "evidence", "meeting"])
def test_workers_may_prepare_while_the_director_decides(act: str, staff: Any) -> None:
    round_ = STATES["deciding"]()

    assert do(signed_in("working_group"), round_, act).status_code == 302


@pytest.mark.parametrize(
    "name", ["rounds_board", "rounds_open", "rounds_round", "rounds_gantt", "rounds_history"]
)
def test_strangers_are_sent_away(client: Client, name: str) -> None:
    round_ = rounds.opened()
    arguments = [] if name in ("rounds_board", "rounds_open") else [round_.pk]
    address = reverse(name, args=arguments)

    assert client.get(address)["Location"].startswith("/admin/login/")
    outsider = UserFactory()
    client.force_login(outsider)
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("role", sorted(set(ROLES) - WORKERS))
def test_only_those_who_work_on_rounds_open_them(role: str) -> None:
    client = signed_in(role)
    procedure = rounds.procedure()

    client.post(reverse("rounds_open"), {"procedure": procedure.pk, "fiscal_year": 2570})

    assert not Round.objects.exists()
    assert client.get(reverse("rounds_board")).status_code == 200
    assert reverse("rounds_open") not in text_of(client.get(reverse("rounds_board")))


def test_the_reason_is_said_in_thai() -> None:
    round_ = STATES["deciding"]()

    response = do(signed_in("working_group"), round_, "approved")

    assert response.status_code == 403
    assert "เฉพาะผู้อำนวยการ" in text_of(response)


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
    round_ = STATES["acknowledging"]()
    row = round_.open_step
    data = {"outcome": "acknowledged", "finished_on": "2027-06-30", "for_next_year": "เพิ่มโรงเรียน"}

    signed_in("director").post(at(round_, "rounds_finish", row), data)

    later = rounds.opened("DE-03", date(2027, 10, 4), year=2571)
    page = signed_in("editor").get(later.get_absolute_url())
    shown = {each["row"].step.seq: each["remarks"] for each in page.context["board"]}
    assert shown[2] == "เพิ่มโรงเรียน"
    assert not any(shown[seq] for seq in shown if seq != 2)
    assert text_of(page).count("เพิ่มโรงเรียน") == 2


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


def test_the_plans_page_is_offered_as_evidence(client: Client, staff: Any) -> None:
    round_ = until(rounds.opened(), 5)
    Round.objects.filter(pk=round_.pk).update(plan=Site.objects.get().root_page)
    address = at(round_, "rounds_evidence", round_.open_step) + "?plan"

    assert address in text_of(client.get(round_.get_absolute_url()))
    form = client.get(address).context["form"]

    assert form.instance.kind == "page"
    assert form.instance.page == Page.objects.get(pk=Site.objects.get().root_page_id)


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


# --- reading ----------------------------------------------------------------------------


def test_the_board_says_who_is_where_and_what_is_late(client: Client, staff: Any) -> None:
    late = rounds.opened("DE-01")
    until(rounds.opened("DE-03"), 99)
    rounds.procedure("DE-05")

    response = client.get(reverse("rounds_board") + "?year=2570")

    rows = {row.procedure.code: row for row in response.context["rows"]}
    assert rows["DE-01"].overdue
    assert rows["DE-01"].open_step == late.open_step
    assert rows["DE-03"].round.percentage == 100
    assert rows["DE-05"].round is None
    assert late.get_absolute_url() in text_of(response)


@pytest.mark.parametrize("year", ["", "x", "-1", "๒๕๗๐", "999999999999999999999", "2026"])
def test_a_year_that_is_none_means_this_one(client: Client, staff: Any, year: str) -> None:
    assert client.get(reverse("rounds_board"), {"year": year}).context["year"] == 2570


def test_tables_to_take_away_hold_no_formula(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    end(round_, remark="=1+1")

    text = client.get(at(round_, "rounds_gantt") + "?export=csv").content.decode()
    book = client.get(at(round_, "rounds_gantt") + "?export=xlsx").content

    assert text.startswith("\ufeff")
    assert ",'=1+1," in text
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(book)).active for cell in row]
    assert "'=1+1" in cells


def test_the_chart_has_a_bar_for_each_attempt(client: Client, staff: Any) -> None:
    round_ = end(until(rounds.opened(), 4), "rejected", remark="แก้")

    chart = client.get(at(round_, "rounds_gantt")).context["chart"]

    assert len(chart.lines) == len(round_.attempts) == 8
    assert [line.running for line in chart.lines].count(True) == 1
    for line in chart.lines:
        for bar in (line.planned, line.actual):
            assert bar is None or (bar.x >= 0 and bar.x + bar.width <= chart.width)


def test_the_history_names_every_act(client: Client, staff: Any) -> None:
    round_ = rounds.opened()
    client.post(at(round_, "rounds_deadline", round_.open_step), {"days": "9"})
    client.post(at(round_, "rounds_finish", round_.open_step), ending(remark=TYPED))

    text = text_of(client.get(at(round_, "rounds_history")))

    assert TYPED in text
    assert "13 พฤศจิกายน 2569" in text  # nine working days from Monday 2 November
    assert "สมศรี" in text


# --- what it costs ----------------------------------------------------------------------


def _many() -> Round:
    for like in ("DE-02", "DE-03", "DE-05"):
        rounds.opened(like, timings={5: Timing(activities=1)} if like == "DE-05" else {})
    round_ = end(until(rounds.opened("DE-01"), 4), "revise", remark="แก้")
    for row in round_.attempts:
        for number in range(3):
            Evidence.objects.create(round_step=row, kind="link", url=f"https://e.org/{number}")
    committee = Committee(round=round_, name="ก", order_number="1", order_date=START)
    committee.save()
    Meeting.objects.create(round=round_, number=1, date=START)
    return round_


@pytest.mark.parametrize("name", ["rounds_board", "rounds_round", "rounds_gantt"])
def test_more_rounds_and_rows_cost_no_more_queries(
    client: Client, staff: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    round_ = _many()
    address = reverse(name, args=[] if name == "rounds_board" else [round_.pk])
    client.get(address)

    with django_assert_max_num_queries(26):
        client.get(address)


def test_the_panel_costs_few_queries_and_speaks_of_ones_own(
    client: Client, staff: Any, django_assert_num_queries: Any
) -> None:
    _many()
    home = reverse("wagtailadmin_home")
    client.get(home)

    text = text_of(client.get(home))

    assert "DE-01 2570" in text
    duties = duties_of(staff)
    with django_assert_num_queries(1):
        found = waiting_steps(duties, date(2027, 6, 30))
    assert {str(each.row.round) for each in found} == {
        "DE-01 2570",
        "DE-02 2570",
        "DE-03 2570",
        "DE-05 2570",
    }
    assert not any(duties_of(UserFactory()))
