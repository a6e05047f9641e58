"""Whatever comes in whatever order, and however much is drained at once: the same is stored."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.usage import codes, records
from portal.usage import spool as spooling
from portal.usage.draining import Drainer
from portal.usage.models import SpoolBad, SpoolOffset, UsageDay, UsageEvent, UsageWaiting
from portal.usage.spool import Spool
from tests import factories
from tests.portal.usage.site import event_line, open_file

pytestmark = pytest.mark.django_db(databases="__all__")
STEPS = ["view", "search", "seen", "keyed", "click", "torn", "early", "drain"]


class Model:
    """Writes lines, drains now and then, and knows what must come of it."""

    def __init__(self, item: int, batch: int, seed: int) -> None:
        self.item, self.batch = item, batch
        self.writer, self.chance = Spool(), random.Random(seed)  # noqa: S311
        self.drainer = Drainer(lines=batch)
        # By id: kind, visitor, flags, query, rank.
        self.expected: dict[str, list[Any]] = {}
        self.late: list[dict[str, Any]] = []
        self.torn = self.good = 0

    def step(self, name: str) -> None:
        getattr(self, name)()

    def view(self) -> None:
        self._write(self._expect(event_line(self.item, visitor=len(self.expected) + 1)))

    def search(self) -> None:
        fields = {"kind": 3, "otype": 0, "oid": 0, "q": f"q{self.good}", "n": 0}
        self._write(self._expect(event_line(self.item, visitor=8, **fields)))

    def seen(self) -> None:
        self._confirm(None)

    def keyed(self) -> None:
        self._confirm(1_000 + self.chance.randrange(100))

    def click(self) -> None:
        searches = [eid for eid, row in self.expected.items() if row[0] == codes.Kind.SEARCH]
        if searches:
            search, line = self.chance.choice(searches), event_line(self.item)
            eid, query = line["eid"], self.expected[search][3]
            self.expected[eid] = [codes.Kind.CLICK, 9, codes.Flag.CONFIRMED, query, 2]
            fields = {"rank": 2, "visitor": 9, "flags": 4}
            self._write({"clicked": search, "eid": eid, "ts": line["ts"], **fields})

    def early(self) -> None:
        """A confirmation whose event comes at the very end."""
        record = self._expect(event_line(self.item))
        self._write(records.confirmation(record["eid"], None))
        self.expected[record["eid"]][2] |= codes.Flag.CONFIRMED
        self.late.append(record)

    def torn_line(self) -> None:
        open_file().parent.mkdir(parents=True, exist_ok=True)
        with open_file().open("ab") as file:
            file.write(b'\n{"eid":"')
        self.torn += 1

    def drain(self) -> None:
        self.drainer.drain()
        if self.chance.random() < 0.3:
            self.drainer = Drainer(lines=self.batch)  # a new process

    def finish(self) -> None:
        for record in self.late:
            self._write(record)
        self.view()
        self.drainer.drain()

    def _confirm(self, key: int | None) -> None:
        known = [eid for eid, row in self.expected.items() if row[0] != codes.Kind.CLICK]
        if known:
            eid = self.chance.choice(known)
            self._write(records.confirmation(eid, key))
            self.expected[eid][2] |= codes.Flag.CONFIRMED
            self.expected[eid][1] = key or self.expected[eid][1]

    def _expect(self, record: dict[str, Any]) -> dict[str, Any]:
        query = record.get("q", "")
        self.expected[record["eid"]] = [record["kind"], record["visitor"], 0, query, None]
        return record

    def _write(self, record: dict[str, Any]) -> None:
        assert self.writer.append(record)
        self.good += 1


@given(
    steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=40),
    batch=st.integers(1, 7),
    seed=st.integers(0, 1_000),
)
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_interleaving_and_any_batch_stores_the_same(
    item: int, steps: list[str], batch: int, seed: int
) -> None:
    for table in (UsageEvent, UsageWaiting, SpoolOffset, SpoolBad, UsageDay):
        table.objects.all().delete()
    for path in spooling.folder().glob("*.jsonl*"):
        path.unlink()
    model = Model(item, batch, seed)

    for step in steps:
        model.step("torn_line" if step == "torn" else step)
    model.finish()

    columns = ("eid", "kind", "visitor", "flags", "q", "rank")
    rows = {str(eid): rest for eid, *rest in UsageEvent.objects.values_list(*columns)}
    assert rows == model.expected
    assert SpoolBad.objects.count() == model.torn
    assert SpoolOffset.objects.get().lines == model.good
    assert not UsageWaiting.objects.exists()


@pytest.fixture
def item() -> int:
    return factories.ResourceFactory().pk
