"""Tables of schools: small ones stand in their network, nothing is finer than month and school."""

from __future__ import annotations

from datetime import date

import pytest

from portal.schools.models import Cluster
from portal.usage import rollup
from portal.usage.models import PeriodKind
from portal.usage.periods import latest_term, month_span
from portal.usage.publication import Figure, TooFineError, hide, release_all
from portal.usage.school_tables import NETWORK, schools_by, schools_by_audience
from tests import factories
from tests.portal.usage.made_events import store
from tests.portal.usage.test_periods import opened

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = date(2026, 11, 23)


def test_small_schools_are_printed_as_their_network_only() -> None:
    network = Cluster.objects.create(name_th="เครือข่าย")
    large = factories.SchoolFactory(pupils=60).pk
    small = [factories.SchoolFactory(pupils=n, cluster=network).pk for n in (59, None)]
    store(
        [opened(n, DAY, school=large, aud=1) for n in range(1, 13)]
        + [opened(n, DAY, school=small[0], aud=1) for n in range(20, 27)]
        + [opened(n, DAY, school=small[1], aud=2) for n in range(30, 33)]
    )
    rollup.roll_up_days([DAY])

    table = schools_by_audience(latest_term(DAY))

    row = (NETWORK, network.pk)
    assert list(table.rows) == [large, row]
    assert table.at(large, 1) == Figure(12, 12)
    assert (table.at(row, 1), table.at(row, 2)) == (Figure(7, 7), Figure(3, 3))
    # Visitor-days of two schools do not add up: those of the larger one are tested.
    assert table.row_totals[row] == Figure(10, 7)
    assert hide(table, 5) == {(row, 1), (row, 2)}
    release_all([(table, hide(table, 5))], 5)


def test_audiences_by_month_and_schools_by_day_are_refused() -> None:
    november = month_span(date(2026, 11, 1))
    with pytest.raises(TooFineError):
        schools_by_audience(november)
    with pytest.raises(TooFineError):
        schools_by(november._replace(kind="day"), "mode")
    assert schools_by(november, "mode").name == "school x mode"
    assert november.kind == PeriodKind.MONTH
