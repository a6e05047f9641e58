"""The SQL of rule version 1 against a slow model in plain Python, and in any order of arrival."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.usage import models, rollup
from portal.usage.codes import Kind
from portal.usage.database import alias
from tests.portal.usage.counting_model import counts, day_cubes, fates
from tests.portal.usage.made_events import DAY, at, cube_rows, event, store

pytestmark = pytest.mark.django_db(databases="__all__")
MEASURES = ("views", "requests", "uinv", "ureq", "visitors")
VISITS = ("events", "sessions", "visitors", "searches", "zero")
QUERY = ("searches", "zero", "zero_filtered", "unclicked", "clicks", "rank_sum", "visitors")
# Few values of everything, so that repeats, sessions and levels meet; steps around the limits.
STEPS = st.sampled_from([0, 1, 500, 1_999, 2_000, 2_001, 29_999, 30_000, 30_001, 61_000, 1_800_000])


@st.composite
def days(draw: Any) -> list[models.UsageEvent]:
    """Events of one day around 12:00 and 13:00."""
    ts, made = at("12:58:00"), []
    for number in range(draw(st.integers(1, 25))):
        ts += draw(STEPS)
        kind = draw(st.sampled_from([1, 1, 2, 2, 3, 4, 5]))
        searching = kind in (Kind.SEARCH, Kind.CLICK)
        made.append(
            event(
                number + 1,
                ts,
                kind,
                otype=0 if kind == Kind.SEARCH else draw(st.sampled_from([1, 1, 2, 5])),
                oid=0 if kind == Kind.SEARCH else draw(st.integers(1, 2)),
                platform=draw(st.integers(0, 1)),
                school=draw(st.integers(0, 2)),
                aud=draw(st.integers(0, 1)),
                mode=draw(st.integers(1, 2)) if kind == Kind.REQUEST else 0,
                visitor=draw(st.integers(1, 3)),
                flags=draw(st.sampled_from([4, 4, 4, 0, 1, 2, 8, 12, 5])),
                q=draw(st.sampled_from(["คณิต", "แรง", ""])) if searching else "",
                n=draw(st.integers(0, 1)) if kind == Kind.SEARCH else None,
                n_all=draw(st.sampled_from([None, 0, 2])) if kind == Kind.SEARCH else None,
                rank=draw(st.integers(1, 3)) if kind == Kind.CLICK else None,
            )
        )
    return made


def _stored(model: Any, keys: tuple[str, ...], measures: tuple[str, ...]) -> dict[Any, Any]:
    rows = model.objects.values_list(*keys, *measures)
    found = {row[: len(keys)]: row[len(keys) :] for row in rows}
    return {key[0] if len(key) == 1 else key: value for key, value in found.items()}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, so that examples start from nothing."""
    with transaction.atomic(using=alias()):
        yield
        transaction.set_rollback(True, using=alias())


def _examples(count: int) -> Any:
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


@_examples(150)
@given(days())
def test_the_cubes_of_a_day_are_what_the_rules_say_in_plain_words(
    events: list[models.UsageEvent],
) -> None:
    expected = day_cubes(events)
    with undone():
        store(events)
        rollup.roll_up_day(DAY)
        assert (
            _stored(models.UsageDayObject, ("aud", "mode", "otype", "oid"), MEASURES)
            == (expected["object"])
        )
        stored = _stored(models.UsageDaySchool, ("aud", "mode", "platform", "school"), MEASURES)
        # Not every combination of “all” codes is printed; each that is written must be right.
        assert stored == {key: expected["school"][key] for key in stored}
        assert (99, 99, -1, -1) in stored or not expected["school"]
        assert _stored(models.UsageDaySite, ("aud", "school"), VISITS) == expected["site"]
        assert _stored(models.UsageDaySearch, ("q",), QUERY) == expected["search"]
        quality = models.UsageDayQuality.objects.values().get()
        assert {name: quality[name] for name in expected["quality"]} == expected["quality"]
        lines = ("robots", "staff", "rate_limited", "prefetch", "unconfirmed", "double_clicks")
        assert quality["raw"] == sum(quality[each] for each in (*lines, "typing", "counted"))


@_examples(60)
@given(days())
def test_items_in_schools_are_counted_from_the_events_of_the_month(
    events: list[models.UsageEvent],
) -> None:
    fate = fates(events)
    uses = [one for one in events if fate[one.eid] == "counted" and one.kind in (1, 2)]
    groups: dict[Any, list[models.UsageEvent]] = {}
    for one in uses:
        groups.setdefault((one.school, one.otype, one.oid), []).append(one)
    with undone():
        store(events)
        rollup.roll_up_day(DAY)
        rollup.cross_month(DAY.replace(day=1))
        stored = _stored(models.UsageMonthSchoolObject, ("school", "otype", "oid"), MEASURES)
        assert stored == {key: counts(rows) for key, rows in groups.items()}


@_examples(60)
@given(days(), st.data())
def test_any_order_and_any_size_of_batches_gives_the_same_cubes(
    events: list[models.UsageEvent], data: Any
) -> None:
    shuffled = data.draw(st.permutations(events))
    results = []
    for arriving in (events, shuffled):
        with undone():
            rest = list(arriving)
            while rest:
                size = len(rest) if arriving is events else data.draw(st.integers(1, 7))
                store(rest[:size])
                del rest[:size]
                if arriving is events or data.draw(st.booleans()):
                    rollup.roll_up_days(rollup.dirty_days())
            rollup.roll_up_days(rollup.dirty_days())
            rollup.cross_month(DAY.replace(day=1))
            results.append(cube_rows())
    assert results[0] == results[1]
