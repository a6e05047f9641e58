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
TIMES = 30

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def cpu(call: Callable[[], Any]) -> float:
    """Median CPU time in milliseconds."""
    call()
    call()
    used = []
    for _ in range(TIMES):
        at = time.process_time()
        call()
        used.append((time.process_time() - at) * 1000)
    return statistics.median(used)


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
    from search import highlighting, service

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

    nothing = cpu(page("/bench-empty/"))
    sys.stdout.write(f"page with an empty template: {nothing:.1f} ms CPU\n")
    ratios = []
    for name, address in {
        "browse": "/search/",
        "word": "/search/?q=เศษส่วน",
        "word, 2 filters": "/search/?q=เศษส่วน&grade=p4&mode=online",
        "word, in English": "/en/search/?q=เศษส่วน",
    }.items():
        each = cpu(page(address))
        ratios.append(each / nothing)
        sys.stdout.write(f"  {name:20} {each:6.1f} ms CPU, {ratios[-1]:.1f} times\n")
    found = service.find("เศษส่วน", {})

    def highlight() -> None:
        highlighting._spans.cache_clear()
        for hit in found.answer.hits:
            highlighting.snippet(hit.title, found.groups)
            highlighting.snippet(hit.summary, found.groups)

    sys.stdout.write(f"highlights of {len(found.answer.hits)} hits: {cpu(highlight):.2f} ms CPU\n")
    return int(max(ratios) > MOST)


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
