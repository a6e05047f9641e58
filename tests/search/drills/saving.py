"""An editor who saves at a steady rate, as a process, and whether the index has all of it."""

from __future__ import annotations

import json
import subprocess
import sys
from types import TracebackType

from tests.search.drills.site import Site

SAVE = """
import django, json, sys, threading, time; django.setup()
from catalog.models import Resource
rate, ended, saves, known = float(sys.argv[1]), threading.Event(), 0, {}
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
began = time.monotonic()
while not ended.wait(max(0.0, began + saves / rate - time.monotonic())):
    step = saves % 5
    if step in (0, 1, 2):
        row = Resource(name_th=f"ใบงานฝึกซ้อม ชุดที่ {saves}", kind="worksheet", live=True)
        row.save()
        known[row.pk] = row.name_th
    elif step == 3:
        row.name_th += " ปรับปรุง"; row.save()
        known[row.pk] = row.name_th
    else:
        known[row.pk] = ""; Resource.objects.get(pk=row.pk).delete()
    saves += 1
print(json.dumps({"saves": saves, "seconds": time.monotonic() - began, "known": known}), flush=True)
"""

# Without help by this process: it only looks whether the drainer has done it.
LOST = """
import django, json, sys; django.setup()
from search.consumers import here
from search.database import database_fingerprints
from search.engines import get_engine
known = {f"resource:{pk}": title for pk, title in json.loads(sys.stdin.read()).items()}
told = database_fingerprints()
lost = {key for key, title in known.items() if bool(title) != (key in told)}
for consumer in here():
    found = get_engine(consumer).fingerprints()
    lost |= {key for key in known if found.get(key) != told.get(key)}
print(len(lost))
"""


class Saving:
    """Rows made, changed and deleted until the block ends."""

    def __init__(self, site: Site, rate: float) -> None:
        self._site = site
        self._rate = rate
        self._process: subprocess.Popen[str] | None = None
        self.known: dict[str, str] = {}  # the last title of each row; empty where it was deleted
        self.saves = 0
        self.seconds = 0.0

    def __enter__(self) -> Saving:
        self._process = self._site.start("-c", SAVE, str(self._rate), log="saving.log")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.communicate(timeout=60)
        told = json.loads(self._site.said("saving.log").splitlines()[-1])
        self.known, self.saves, self.seconds = told["known"], told["saves"], told["seconds"]

    def lost(self) -> int:
        """How many of the rows are in some index not as they were last saved."""
        process = self._site.start("-c", LOST, log="lost.log")
        process.communicate(json.dumps(self.known), timeout=300)
        last = self._site.said("lost.log").splitlines()[-1]
        if process.returncode or not last.isdecimal():
            sys.stderr.write(self._site.said("lost.log"))
            raise RuntimeError("nobody can tell which saves are lost")
        return int(last)
