"""The search log: what is kept of a query, and which result was opened."""

from __future__ import annotations

import pytest

from portal.usage.codes import Flag, Kind
from portal.usage.queries import loggable
from tests import factories
from tests.portal.usage.site import Devices, mark_of, stored

pytestmark = pytest.mark.django_db(databases="__all__")


def _indexed() -> None:
    from search.rebuilding import rebuild

    rebuild()


PROBES = {
    "คณิต": "คณิต",
    "ค\u200bณิต": "คณิต",
    "  คณิต   ป.๔ ": "คณิต ป.4",
    "พ.ศ. 2569": "พ.ศ. 2569",
    "ม.3 เทอม 1": "ม.3 เทอม 1",
    "somchai.j@example.co.th ขอใบงาน": "[e-mail] ขอใบงาน",
    "1101700230708": "[id]",
    "1-1017-00230-70-8": "[id]",
    "๑ ๑๐๑๗ ๐๐๒๓๐ ๗๐ ๘": "[id]",
    "11017\u200b00230708": "[id]",
    "โทร 081-234-5678": "โทร [tel]",
    "+66812345678": "[tel]",
    "02 123 4567": "[tel]",
    "รหัส 123456": "รหัส [number]",
    "MATH": "math",
    "": "",
    "\u200b": "",
}


@pytest.mark.parametrize(("typed", "kept"), PROBES.items())
def test_what_is_kept_of_a_query(typed: str, kept: str) -> None:
    assert loggable(typed) == kept


def test_a_cut_never_hides_a_number() -> None:
    for before in range(80, 200):
        for typed in ("ก" * before + " 1101700230708", ("ก" * before + " 1101700230708")[:200]):
            kept = loggable(typed)
            assert len(kept) <= 100
            assert not any(sign.isdigit() for sign in kept)


def test_a_search_is_one_event_with_its_numbers(devices: Devices) -> None:
    mode = factories.DeliveryModeFactory(code="online")
    factories.ResourceFactory(name_th="ใบงานเศษส่วน")
    _indexed()
    device = devices.new()

    device.open("/search/?q=เศษส่วน")
    device.open(f"/search/?q=เศษส่วน&mode={mode.code}")
    device.open("/search/?q=zzzzzz")
    device.open("/search/?q=เศษส่วน&mode=nonsense")
    device.open("/search/")

    events = [(e.kind, e.q, e.n, e.n_all, e.page) for e in stored()]
    assert events == [
        (Kind.SEARCH, "เศษส่วน", 1, 1, 1),
        (Kind.SEARCH, "เศษส่วน", 0, 1, 1),
        (Kind.SEARCH, "zzzzzz", 0, 0, 1),
    ]
    assert all(event.flags == Flag.CONFIRMED for event in stored())


def test_only_the_first_page_is_a_search(devices: Devices) -> None:
    for number in range(21):
        factories.ResourceFactory(name_th=f"ใบงานเศษส่วน {number}")
    _indexed()

    devices.new().open("/search/?q=เศษส่วน&page=2")

    assert stored() == []


def test_a_part_for_htmx_carries_its_mark(devices: Devices) -> None:
    factories.ResourceFactory(name_th="ใบงานเศษส่วน")
    _indexed()

    part = devices.new().open("/search/?q=เศษส่วน", **{"HX-Request": "true"})

    assert mark_of(part)
    assert b"<body" not in part.content
    assert "dv" not in part.cookies
    assert [event.flags for event in stored()] == [Flag.CONFIRMED]


def test_a_click_has_its_rank_and_its_query(devices: Devices) -> None:
    factories.ResourceFactory(name_th="ใบงานเศษส่วน")
    _indexed()
    school, device = factories.SchoolFactory(), devices.new()
    device.client.post("/my-school/choose/", {"code": school.ministry_code})
    mark = mark_of(device.open("/search/?q=เศษส่วน"))

    device.beacon(f"{mark} 3")

    search, click = stored()
    assert (click.kind, click.q, click.rank, click.page) == (Kind.CLICK, "เศษส่วน", 3, 1)
    assert (click.school, click.visitor) == (school.pk, search.visitor)
    assert click.flags == Flag.CONFIRMED


def test_a_view_has_no_clicks(devices: Devices) -> None:
    device = devices.new()
    mark = mark_of(device.open(factories.ResourceFactory().get_absolute_url()))

    device.beacon(f"{mark} 1")

    assert [event.kind for event in stored()] == [Kind.VIEW]
