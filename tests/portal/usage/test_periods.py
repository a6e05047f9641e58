"""Periods by the office's calendar, and figures that are fixed when one is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.core.groups import apply_groups
from portal.core.models import AcademicTerm
from portal.core.office_calendar import terms_of_year
from portal.usage import figures, rollup
from portal.usage.closing import CannotCloseError, close_period, digest, is_untouched, read
from portal.usage.codes import Flag, Kind
from portal.usage.filing_figures import by_filing
from portal.usage.models import Period, PeriodSnapshot, UsageDay
from portal.usage.periods import latest_term, month_span, refresh_periods, term_span, year_span
from tests import factories
from tests.portal.usage.made_events import at, event, store

pytestmark = pytest.mark.django_db(databases="__all__")
PAGE = "/admin/usage/periods/"
AFTER = date(2027, 10, 2)


def opened(number: int, day: date, clock: str = "09:00:00", **fields: Any) -> Any:
    values = {"flags": Flag.CONFIRMED, "visitor": number, **fields}
    return event(number, at(clock, day), Kind.REQUEST, **values)


def count(*events: Any) -> None:
    store(list(events))
    rollup.roll_up_days(rollup.dirty_days())


def by_role(code: str) -> Client:
    user = factories.UserFactory()
    user.groups.add(apply_groups()[code])
    client = Client()
    client.force_login(user)
    return client


# --- which there are --------------------------------------------------------------------


def test_half_past_midnight_of_the_first_of_october_is_in_the_new_year() -> None:
    count(opened(1, date(2026, 10, 1), "00:30:00"))
    assert figures.totals(year_span(2570)).requests == 1
    assert figures.totals(year_span(2569)).requests == 0


def test_days_of_a_year_and_of_its_terms_add_up() -> None:
    """Every fifth day of fiscal year 2570: term 1 of 2569 ends in it, term 1 of 2570 begins."""
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(0, 365, 5)]
    count(*(opened(n + 1, day) for n, day in enumerate(days)))
    year = year_span(2570)
    assert figures.totals(year).requests == len(days)
    assert sum(use.requests for use in figures.by_month(year).values()) == len(days)
    terms = [term_span(term) for each in (2569, 2570) for term in terms_of_year(each)]
    for term in terms:
        expected = sum(term.first_day <= day <= term.last_day for day in days)
        assert figures.totals(term).requests == expected
        assert sum(use.requests for use in figures.by_month(term).values()) == expected
    in_terms = sum(figures.totals(term).requests for term in terms)
    between = [d for d in days if not any(t.first_day <= d <= t.last_day for t in terms)]
    assert between, "some days belong to no term"
    assert in_terms == len(days) - len(between)


def test_edges_of_a_term_are_read_by_the_day() -> None:
    term = term_span(terms_of_year(2570)[0])  # 16 May to 11 October
    assert figures.whole_months(term)[0] == date(2027, 6, 1)
    assert figures.edge_days(term) == [
        (date(2027, 5, 16), date(2027, 5, 31)),
        (date(2027, 10, 1), date(2027, 10, 11)),
    ]
    count(opened(1, date(2027, 5, 15)), opened(2, date(2027, 5, 16)), opened(3, date(2027, 10, 11)))
    assert figures.totals(term).requests == 2


def test_between_terms_the_term_before_is_the_latest() -> None:
    assert latest_term(date(2026, 10, 20)).code == "term-2569-1"
    assert latest_term(date(2026, 11, 1)).code == "term-2569-2"
    assert latest_term(date(2027, 4, 20)).code == "term-2569-2"


def test_open_periods_follow_the_calendar_and_closed_ones_do_not() -> None:
    count(opened(1, date(2026, 9, 10)))
    refresh_periods()
    term = Period.objects.get(code="term-2569-1")
    assert (term.name_th, term.last_day) == ("ภาคเรียนที่ 1 ปีการศึกษา 2569", date(2026, 10, 11))
    assert set(Period.objects.values_list("code", flat=True)) == {
        "term-2569-1",
        "month-2569-09",
        "year-2569",
    }
    row = AcademicTerm.objects.create(
        academic_year=2569, number=1, first_day=date(2026, 5, 16), last_day=date(2026, 10, 9)
    )
    refresh_periods()
    term.refresh_from_db()
    assert term.last_day == date(2026, 10, 9)
    close_period(term, "ผู้อำนวยการกลุ่ม", AFTER)
    AcademicTerm.objects.filter(pk=row.pk).update(last_day=date(2026, 10, 2))
    refresh_periods()
    term.refresh_from_db()
    assert term.last_day == date(2026, 10, 9)


# --- reach ------------------------------------------------------------------------------


def test_every_active_school_is_in_exactly_one_list() -> None:
    reached, touched, viewed, silent = (factories.SchoolFactory().pk for _ in range(4))
    closed = factories.SchoolFactory(is_active=False).pk
    first, second = date(2026, 11, 23), date(2026, 11, 24)
    count(
        *(opened(n, first, oid=n, school=reached) for n in (1, 2)),
        opened(3, second, school=reached),
        *(opened(n, first, oid=n, school=touched) for n in (4, 5, 6)),
        event(7, at("09:00:00"), school=viewed),
        opened(8, first, school=closed),
    )
    found = figures.reach(month_span(date(2026, 11, 1)), [reached, touched, viewed, silent])
    assert found == ([reached], [touched, viewed], [silent])


# --- closing ----------------------------------------------------------------------------


def _september() -> Period:
    refresh_periods()
    return Period.objects.get(code="month-2569-09")


def test_a_changed_subject_leaves_the_closed_figures_as_they_are() -> None:
    science, maths = factories.SubjectFactory(code="sc"), factories.SubjectFactory()
    resource = factories.ResourceFactory(subjects=[science])
    count(opened(1, date(2026, 9, 10), oid=resource.pk, mode=4))
    period = _september()
    first = close_period(period, "สมศรี", AFTER)
    assert [row["subject"] for row in read(first)["filing"]] == ["sc"]

    resource.subjects = [maths]
    resource.save()

    assert [row.subject for row in by_filing(month_span(date(2026, 9, 1)))] == ["ma"]
    stored = PeriodSnapshot.objects.get()
    assert (stored.sha256, is_untouched(stored)) == (first.sha256, True)
    assert stored.sha256 == digest(stored.figures)

    second = close_period(Period.objects.get(pk=period.pk), "สมศรี", AFTER)
    assert (second.version, read(second)["filing"][0]["subject"]) == (2, "ma")
    assert PeriodSnapshot.objects.get(version=1).sha256 == first.sha256


def test_fixed_figures_are_neither_changed_nor_deleted() -> None:
    count(opened(1, date(2026, 9, 10)))
    snapshot = close_period(_september(), "สมศรี", AFTER)
    snapshot.figures = "{}"
    with pytest.raises(ValidationError):
        snapshot.save()
    with pytest.raises(ValidationError):
        snapshot.delete()
    PeriodSnapshot.objects.update(figures="{}")  # past the model, as somebody in the database
    assert not is_untouched(PeriodSnapshot.objects.get())


def test_a_period_that_is_not_over_or_not_counted_cannot_be_closed() -> None:
    count(opened(1, date(2026, 9, 10)))
    period = _september()
    with pytest.raises(CannotCloseError):
        close_period(period, "สมศรี", date(2026, 9, 30))
    UsageDay.objects.update(dirty=True)
    with pytest.raises(CannotCloseError):
        close_period(period, "สมศรี", AFTER)
    assert not PeriodSnapshot.objects.exists()


# --- the page ---------------------------------------------------------------------------


def test_the_group_head_closes_and_reads_what_was_fixed() -> None:
    count(opened(1, date(2026, 9, 10)))
    client = by_role("group_head")
    assert "กันยายน 2569" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"code": "month-2569-09"}, follow=True).status_code == 200
    snapshot = PeriodSnapshot.objects.get()
    answer = client.get(f"{PAGE}figures/{snapshot.pk}.json")
    assert answer.content.decode() == snapshot.figures
    assert snapshot.sha256[:16] in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["director", "deputy_director", "reporting_staff"])
def test_those_who_look_may_not_close(role: str) -> None:
    count(opened(1, date(2026, 9, 10)))
    client = by_role(role)
    page = client.get(PAGE).content.decode()
    assert "กันยายน 2569" in page
    assert 'name="code"' not in page
    client.post(PAGE, {"code": "month-2569-09"})
    assert not PeriodSnapshot.objects.exists()


@pytest.mark.parametrize("role", ["editor", "working_group"])
def test_others_see_neither_periods_nor_health(role: str) -> None:
    client = by_role(role)
    for address in (PAGE, "/admin/usage/health/"):
        assert client.get(address).status_code == 302
        assert address not in client.get("/admin/").content.decode()
