"""How long a plan of 200 pages takes: its page and its PDF. Run it by hand.

    python tests/benchmarks/plans.py        PLAN_PAGES=50 for another length

It makes a database in a temporary folder. CPU seconds are told, and the ratio to a plan of a
tenth of the length, which is what may be compared between machines.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
PAGES = int(os.environ.get("PLAN_PAGES", "200"))
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """The median of a few runs."""
    taken = []
    for _round in range(ROUNDS):
        begun = process_time()
        work()
        taken.append(process_time() - begun)
    return median(taken)


def main() -> None:
    """Approve a short and a long plan and tell what their pages and files cost."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from pypdf import PdfReader

    from portal.plans.document import edition_document
    from tests.portal.plans.factories import Office
    from tests.portal.plans.long_plan import long_plan

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    office = Office()
    told: dict[int, tuple[float, float]] = {}
    for length in (max(PAGES // 10, 1), PAGES):
        plan = office.approve(office.plan(**long_plan(length)))
        edition = plan.editions.get()
        address = plan.get_url()
        page = seconds(lambda address=address: Client().get(address))
        file = seconds(lambda edition=edition: edition_document(edition).as_pdf())
        pages = len(PdfReader(edition.pdf.open()).pages)
        size = len(Client().get(address).content) / 1024
        print(f"{pages} pages: web page {page:.2f} s ({size:.0f} KB), PDF {file:.2f} s")  # noqa: T201
        told[length] = (page, file)
    short, long = told.values()
    print(f"ratio long to short: web page {long[0] / short[0]:.1f}, PDF {long[1] / short[1]:.1f}")  # noqa: T201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
        main()
