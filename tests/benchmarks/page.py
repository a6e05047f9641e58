"""What a whole results page costs beside a page that renders an empty template.

Run by `make bench` after the engine; BENCH_DOCUMENTS as there. A database of its own is set up in
a temporary folder, so that filters have their names. Compare ratios, only within one run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZE = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
MOST = 3.0  # times an empty page
TIMES = 10
ROUNDS = 5
WORD = "เศษส่วน"
CASES = {
    "browse": "/search/",
    "word": f"/search/?q={WORD}",
    "word, 2 filters": f"/search/?q={WORD}&grade=p4&mode=online",
    "word, in English": f"/en/search/?q={WORD}",
}

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def cpu(call: Callable[[], Any]) -> list[float]:
    """CPU times of a few calls in a row, in milliseconds."""
    call()
    call()
    used = []
    for _ in range(TIMES):
        at = time.process_time()
        call()
        used.append((time.process_time() - at) * 1000)
    return used


def beside(call: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Median CPU times of two calls, measured in turns: the machine's mood changes within a run."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(ROUNDS):
        first += cpu(call)
        second += cpu(other)
    return statistics.median(first), statistics.median(second)


def prepare() -> None:
    """Seed a database, and put the generated documents into its index."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["*"]
    settings.SEARCH_DRAIN_THREAD = False
    call_command("setup", without_samples=True, verbosity=0)

    from search.engines.tantivy.engine import TantivyEngine
    from search.text.analyser import analyser_version
    from tests.benchmarks.catalogue import analyse, documents

    engine = TantivyEngine(Path(settings.SEARCH_ROOT), analyse, analyser_version())
    keys = {f"resource:{number}" for number in range(1, SIZE + 1)}
    engine.rebuild(documents(SIZE), lambda: ([], []), lambda: keys, lambda number: None)


def measure() -> int:
    """Print the table; 1 when the page costs too much."""
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.test import Client
    from django.urls import clear_url_caches, path

    from portal import urls

    def empty(request: HttpRequest) -> HttpResponse:
        return render(request, "base.html")

    urls.urlpatterns.insert(0, path("bench-empty/", empty))
    clear_url_caches()
    client = Client()

    def page(address: str) -> Callable[[], Any]:
        def get() -> None:
            status = client.get(address).status_code
            if status != 200:
                raise SystemExit(f"{address} answers {status}")

        return get

    searching = watch_search()
    sys.stdout.write(
        "ms CPU: the page, the search in it, an empty page, the page by the empty one\n"
    )
    ratios = []
    for name, address in CASES.items():
        searching.clear()
        least, each = beside(page("/bench-empty/"), page(address))
        ratios.append(each / least)
        search = statistics.median(searching)
        sys.stdout.write(f"  {name:17}{each:6.1f}{search:6.1f}{least:6.1f}{ratios[-1]:6.2f}\n")
    sys.stdout.write(f"twenty cards with highlights: {cards():.2f} ms CPU\n")
    return int(max(ratios) > MOST)


def watch_search() -> list[float]:
    """From now on, the CPU milliseconds of every search within a page."""
    from search import service

    find, used = service.find, []

    def timed(*args: Any, **named: Any) -> service.Found:
        at = time.process_time()
        found = find(*args, **named)
        used.append((time.process_time() - at) * 1000)
        return found

    service.find = timed
    return used


def cards() -> float:
    """Median CPU time of writing the cards of a page, in milliseconds."""
    from search import service
    from search.cards import CardWriter
    from search.choices import choices
    from search.sources import all_facet_values

    found = service.find(WORD, {})

    def write() -> None:
        writer = CardWriter(choices(all_facet_values()), found.groups)
        for hit in found.answer.hits:
            writer.card(hit)

    return statistics.median(cpu(write))


def main() -> int:
    """Set up, measure, clean up."""
    folder = tempfile.mkdtemp(prefix="bench-page-")
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="portal.settings.dev", DEBUG="0")
    try:
        prepare()
        return measure()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
