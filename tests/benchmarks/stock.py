"""The same queries through stock Wagtail search, in ratios to ours; run by `make bench`.

Stock search is what Wagtail ships for SQLite: its database backend on FTS5, filters by `filter()`,
counts by `facet()`. It is given text that is already split into words, which it cannot do itself;
how much of Thai it finds with and without that is counted as well. A query is cut off after
`PATIENCE` seconds of CPU, and its ratio is then a lower bound. Ours includes the marked words of
20 hits, stock's does not.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
FOLDER = Path(tempfile.mkdtemp(prefix="bench-stock-"))
os.environ.update(DATA_DIR=str(FOLDER), DJANGO_SETTINGS_MODULE="portal.settings.dev")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.benchmarks.stock_catalogue"]
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402
from wagtail.search.query import MATCH_ALL, And, Or, PlainText, SearchQuery  # noqa: E402

from search.contract import FACETS, Filters  # noqa: E402
from search.engines.base import Engine  # noqa: E402
from tests.benchmarks.catalogue import documents  # noqa: E402
from tests.benchmarks.measuring import measure, say  # noqa: E402
from tests.benchmarks.opening import opened  # noqa: E402
from tests.benchmarks.queries import HITS, Kind, asked, kinds  # noqa: E402
from tests.benchmarks.stock_catalogue.models import Label, StockResource  # noqa: E402

SIZE = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
RAW = 2_000  # documents of the trial without spaces
PATIENCE = 30.0
LEAST_RATIO = 50.0  # of the median query, at 100,000 documents or more
CHUNK = 2_000
RELATIONS = tuple(name for name, several in FACETS.items() if several)
COLUMNS = tuple(name for name, several in FACETS.items() if not several)
ORDERS = {"newest": "-published_at", "popular": "-popularity", "title": "title_order"}
LITERAL = ("คณิตศาสตร์", "แบบทดสอบ", "ความน่าจะเป็น", "สิ่งแวดล้อม", "เรื่อง")


class TooSlowError(Exception):
    """The query was cut off."""


def load(number: int, write: Callable[[str], str]) -> None:
    """Store and index so many documents, their text written in one way or another."""
    index = get_search_backend().get_index_for_model(StockResource)
    index.reset()
    for model in (*(getattr(StockResource, name).through for name in RELATIONS), StockResource):
        model.objects.all()._raw_delete(connection.alias)
    at, used = time.perf_counter(), time.process_time()
    for rows in chunks(number):
        store(rows, write)
    with transaction.atomic():
        for start in range(0, number, CHUNK):
            chosen = StockResource.objects.filter(pk__gt=start, pk__lte=start + CHUNK)
            index.add_items(StockResource, list(chosen))
            if start and start % 20_000 == 0:
                say(f"  {start:,} indexed after {time.perf_counter() - at:.0f} s")
        index._refresh_title_norms(full=True)  # as its rebuild ends
    # Stock never does this, and is a hundred times slower for it: SQLite then joins from the
    # wrong end. It is given the better plan.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seconds, cpu = time.perf_counter() - at, time.process_time() - used
    size = sum(path.stat().st_size for path in FOLDER.glob("db.sqlite3*")) / 1024**2
    say(f"stock: {number:,} rows built in {seconds:.0f} s (CPU {cpu:.0f} s); {size:.0f} MB")


def chunks(number: int) -> Iterator[list[Any]]:
    """Documents, a chunk at a time."""
    rows = []
    for document in documents(number):
        rows.append(document)
        if len(rows) == CHUNK:
            yield rows
            rows = []
    yield rows


@transaction.atomic
def store(rows: list[Any], write: Callable[[str], str]) -> None:
    """Write rows and their relations, past the signals that would index each by itself."""
    made = {int(row.key.partition(":")[2]): row for row in rows}
    StockResource.objects.bulk_create(
        StockResource(
            pk=pk,
            title=write(row.title),
            summary=write(row.summary),
            keywords=" ".join(map(write, row.keywords)),
            published_at=row.published_at,
            popularity=row.popularity,
            title_order=row.title_order,
            **{name: row.facets[name][0] for name in COLUMNS},
        )
        for pk, row in made.items()
    )
    Label.objects.bulk_create(
        {Label(slug) for row in rows for name in RELATIONS for slug in row.facets[name]},
        ignore_conflicts=True,
    )
    for name in RELATIONS:
        through = getattr(StockResource, name).through
        through.objects.bulk_create(
            through(stockresource_id=pk, label_id=slug)
            for pk, row in made.items()
            for slug in row.facets[name]
        )


def rows_with(filters: Filters, skip: str = "") -> QuerySet[StockResource]:
    """Rows under all filters but one; a join would count a row once for each value it has."""
    rows = StockResource.objects.all()
    for name, values in filters.items():
        if name in RELATIONS and name != skip:
            through = getattr(StockResource, name).through
            fitting = through.objects.filter(label__in=values).values("stockresource_id")
            rows = rows.filter(pk__in=fitting)
        elif name != skip:
            rows = rows.filter(**{f"{name}__in": values})
    return rows


def stock_query(kind: Kind) -> SearchQuery:
    """The words, each in one of its alternatives."""
    if not kind.words:
        return MATCH_ALL
    groups = [Or([PlainText(way) for way in word]) for word in kind.words]
    words = [each if len(each.subqueries) > 1 else each.subqueries[0] for each in groups]
    return And(words) if len(words) > 1 else words[0]


def stock_search(kind: Kind) -> tuple[int, list[StockResource], dict[str, dict[Any, int]]]:
    """Total, hits and counts, as an ordinary Wagtail view would ask for them."""
    query = stock_query(kind)
    order = ORDERS["newest"] if kind.name.startswith("browse") else ORDERS.get(kind.sort)

    def results(skip: str = "") -> Any:
        rows = rows_with(kind.filters, skip)
        rows = rows.order_by(order) if order else rows
        return get_search_backend().search(query, rows, order_by_relevance=not order)

    found = results()
    counts = {name: results(name if name in kind.filters else "").facet(name) for name in FACETS}
    return found.count(), list(found[:HITS]), counts


@contextmanager
def patience() -> Iterator[None]:
    """Cut off what runs in the database for too long."""
    start = time.process_time()
    connection.ensure_connection()
    connection.connection.set_progress_handler(
        lambda: time.process_time() - start > PATIENCE, 10_000
    )
    try:
        yield
    except OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise TooSlowError from error
    finally:
        connection.connection.set_progress_handler(None, 0)


def stock_cpu(kind: Kind) -> tuple[float, bool]:
    """Median CPU milliseconds, and whether that is all of it."""
    used: list[float] = []
    while len(used) < 5 and sum(used) < 5_000:
        at = time.process_time()
        try:
            with patience():
                stock_search(kind)
        except TooSlowError:
            return PATIENCE * 1000, False
        used.append((time.process_time() - at) * 1000)
    return statistics.median(used), True


def literal_words(number: int, how: str) -> None:
    """Say how many of five Thai words are found in all the rows that have them."""
    texts = [
        {*row.title.split(), *row.summary.split(), *" ".join(row.keywords).split()}
        for row in documents(number)
    ]
    found, parts = 0, []
    for word in LITERAL:
        have = sum(word in text for text in texts)
        with patience():
            rows = StockResource.objects.all()
            got = get_search_backend().search(word, rows, order_by_relevance=False).count()
        found += got == have
        parts.append(f"{word} {got:,} of {have:,}")
    say(f"{how}: stock finds {found} of {len(LITERAL)} words; {', '.join(parts)}")


def check_browsing(engine: Engine) -> None:
    """Stop unless both sides count the same where no words are asked for: else it is no race."""
    for kind in kinds():
        if not kind.words:
            total, _, counts = stock_search(kind)
            ours = asked(engine, kind)()
            if total != ours.total or any(counts[name] != ours.facets[name] for name in FACETS):
                raise SystemExit(f"{kind.name}: stock and ours count differently")


def compare() -> int:
    """Print the table; 1 when stock search is not far enough behind."""
    ratios = []
    say(f"{'CPU ms at ' + format(SIZE, ','):28} {'stock':>12} {'ours':>8} {'ratio':>10}")
    with opened("tantivy") as ours:
        check_browsing(ours.engine)
        for kind in kinds():
            stock, whole = stock_cpu(kind)
            mine = measure(asked(ours.engine, kind)).cpu
            ratios.append(stock / mine)
            more = "" if whole else "> "
            say(
                f"  {kind.name:26} {more + format(stock, ',.0f'):>12} {mine:8.2f}"
                f" {more + format(ratios[-1], ',.0f'):>10}"
            )
    median = statistics.median(ratios)
    say(f"median ratio of stock to ours: at least {median:,.0f} (expected {LEAST_RATIO:.0f})")
    return int(SIZE >= 100_000 and median < LEAST_RATIO)


def main() -> int:
    """Load, count words, compare, clean up."""
    try:
        call_command("migrate", "wagtailsearch", verbosity=0)
        call_command("migrate", "stock_catalogue", run_syncdb=True, verbosity=0)
        load(min(RAW, SIZE), lambda text: text.replace(" ", ""))
        literal_words(min(RAW, SIZE), "raw text")
        load(SIZE, str)
        literal_words(min(SIZE, 100_000), "text split into words")
        return compare()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
