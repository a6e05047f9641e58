"""How long a rebuild of the embedded index takes with all that the text pipeline does.

Run by `make bench`; BENCH_DOCUMENTS as there. Documents come from the generator, so no database is
read: `rebuild` measures that. Both kinds of text are far apart: real titles have spaces between
phrases, and none at all is the most that a segmenter can be given to do.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from search.contract import Document  # noqa: E402
from search.engines.tantivy.engine import TantivyEngine  # noqa: E402
from tests.benchmarks.catalogue import documents, words  # noqa: E402
from tests.benchmarks.measuring import say  # noqa: E402
from tests.benchmarks.resources import summary, title  # noqa: E402

SIZE = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
MOST = 15.0  # seconds for 100,000 documents as they are written
JUDGED = 100_000


def glued(number: int) -> Iterator[Document]:
    """Titles and summaries without any space."""
    for each in documents(number):
        name, told = each.title.replace(" ", ""), each.summary.replace(" ", "")
        yield replace(each, title=name, summary=told)


def written(number: int) -> Iterator[Document]:
    """Titles and summaries as real ones are written; see `resources`."""
    for n, each in enumerate(documents(number)):
        chance = random.Random(n)  # noqa: S311
        subject, grade = each.labels[0].replace(" ", ""), f"ป.{1 + n % 6}"
        yield replace(each, title=title(chance, subject, grade), summary=summary(chance))


def cpu() -> float:
    """CPU seconds of this process and of helpers that have ended."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def build(name: str, rows: Iterable[Document]) -> float:
    """Build in a folder of its own; wall seconds."""
    with tempfile.TemporaryDirectory() as folder:
        engine = TantivyEngine(Path(folder))
        keys = {f"resource:{number}" for number in range(1, SIZE + 1)}
        at, used = time.perf_counter(), cpu()
        engine.rebuild(rows, lambda: ([], []), lambda: keys, lambda number: None)
        wall = time.perf_counter() - at
        say(f"{name}: {wall:.1f} s, {cpu() - used:.1f} s of CPU")
        return wall


def main() -> int:
    """Build both; 1 when real titles take too long. Rows are made before the clock starts."""
    words()
    rows = [*written(SIZE)]
    wall = build("as titles are written", rows)
    del rows
    build("without any space, the generator's time included", glued(SIZE))
    return int(wall > MOST and SIZE <= JUDGED)


if __name__ == "__main__":
    sys.exit(main())
