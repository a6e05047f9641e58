"""Numbers of opens come back to the catalogue: on pages, and in the order of the search."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from catalog.models import OpenCount
from portal.usage.open_counts import refresh_open_counts
from portal.usage.periods import latest_term
from portal.usage.schedule import roll_up_dirty
from search import engines
from search.enqueuing import forget
from search.models import Outbox
from search.outbox import drain
from tests import factories
from tests.portal.usage.made_events import store
from tests.portal.usage.test_periods import opened

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def index() -> Any:
    """An empty index of this test's own."""
    engine = engines.get_engine()
    engine.rebuild([], lambda: ([], []), set, lambda done: None)
    return engine


def open_often(first: int, times: int, **item: Any) -> None:
    """So many devices open it on the first day of the term."""
    day = latest_term(timezone.localdate()).first_day
    store([opened(first + n, day, **item) for n in range(times)])


def titles(client: Client, query: str) -> list[str]:
    page = client.get(f"/search/?{query}").content.decode()
    return re.findall(r"เศษส่วน (?:หนึ่ง|สอง|สาม)", re.sub(r"</?mark>|<[^>]+>", "", page))


def test_most_opened_really_sorts(client: Client, index: Any) -> None:
    one, two, three = (
        factories.ResourceFactory(name_th=f"เศษส่วน {name}", summary="")
        for name in ("หนึ่ง", "สอง", "สาม")
    )
    drain()
    open_often(1, 3, oid=two.pk)
    open_often(100, 7, oid=three.pk)
    roll_up_dirty()
    drain()
    order = list(dict.fromkeys(titles(client, "q=เศษส่วน&sort=popular")))
    assert order == ["เศษส่วน สาม", "เศษส่วน สอง", "เศษส่วน หนึ่ง"]

    open_often(200, 20, oid=one.pk)
    roll_up_dirty()
    drain()
    order = list(dict.fromkeys(titles(client, "q=เศษส่วน&sort=popular")))
    assert order[0] == "เศษส่วน หนึ่ง"


def test_only_what_changed_is_indexed_again() -> None:
    resource, other = factories.ResourceFactory(), factories.ResourceFactory()
    open_often(1, 6, oid=resource.pk, platform=0)
    open_often(50, 6, oid=other.pk, platform=0)
    roll_up_dirty()
    Outbox.objects.all().delete()
    forget(connection)  # as after a commit

    assert refresh_open_counts() == 0
    assert not Outbox.objects.exists()

    open_often(100, 1, oid=other.pk)
    roll_up_dirty()
    assert set(Outbox.objects.values_list("key", flat=True)) == {f"resource:{other.pk}"}


def test_pages_say_how_often_it_was_opened_this_term(client: Client) -> None:
    platform = factories.PlatformFactory()
    resource = factories.ResourceFactory(platform=platform)
    open_often(1, 6, oid=resource.pk, platform=platform.pk)
    roll_up_dirty()
    for page in (f"/resources/{resource.pk}/", f"/platforms/{platform.slug}/"):
        assert "เปิดใช้ 6 ครั้งในภาคเรียนนี้" in client.get(page).content.decode()


def test_a_number_of_few_visitors_is_not_shown(client: Client) -> None:
    resource = factories.ResourceFactory()
    open_often(1, 4, oid=resource.pk)
    roll_up_dirty()
    assert OpenCount.objects.get(resource=resource).opens == 4
    assert "ในภาคเรียนนี้" not in client.get(f"/resources/{resource.pk}/").content.decode()


def test_a_new_term_begins_at_nothing() -> None:
    resource = factories.ResourceFactory()
    open_often(1, 6, oid=resource.pk)
    roll_up_dirty()
    span = latest_term(timezone.localdate())
    refresh_open_counts(span.last_day + timedelta(days=200))
    assert not OpenCount.objects.exists()


def test_use_of_what_is_gone_from_the_catalogue_is_passed_over() -> None:
    open_often(1, 6, oid=999_999)
    roll_up_dirty()
    assert not OpenCount.objects.exists()
