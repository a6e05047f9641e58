"""Rounds as they are read: board, chart, tables, history, and what the pages cost."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from portal.procedures.models import Committee, Evidence, Meeting, Round
from portal.procedures.reminders import duties_of, waiting_steps
from portal.procedures.scheduling import Timing
from tests.factories import UserFactory

from . import round_factories as rounds
from .round_factories import START, end, until
from .round_pages import TYPED, at, ending, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "a_day_in_june")]


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


@pytest.mark.parametrize(
    ("name", "most"), [("rounds_board", 13), ("rounds_round", 18), ("rounds_gantt", 12)]
)
def test_more_rounds_and_rows_cost_no_more_queries(
    client: Client, staff: Any, name: str, most: int, django_assert_max_num_queries: Any
) -> None:
    round_ = _many()
    address = reverse(name, args=[] if name == "rounds_board" else [round_.pk])
    client.get(address)

    with django_assert_max_num_queries(most):
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
