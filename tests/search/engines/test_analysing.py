"""Many documents made ready for an index: in order, by helpers when rows are there for them too."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.contract import Document
from search.engines.analysing import CHUNK, Batches, made_of

from .material import analyse, document

REPOSITORY = Path(__file__).resolve().parents[3]
BATCHES = [range(start, start + 50) for start in range(0, 500, 50)]


def describe(batch: range) -> Iterator[Document]:
    """Documents that say which process described them."""
    return (document(number, f"โดย {os.getpid()}") for number in batch)


def who_made(each: Document) -> tuple[str, int, int]:
    """The document, who described it and who made something of it."""
    return each.key, int(each.title.split()[1]), os.getpid()


def print_makers() -> None:
    """Say of every document who described and who made it; run in a process without threads."""
    for made in made_of(Batches(BATCHES, describe), who_made, processes=2):
        sys.stdout.write(" ".join(map(str, made)) + "\n")
    sys.stdout.write(f"builder {os.getpid()}\n")


def test_helpers_describe_batches_and_keep_their_order() -> None:
    told = subprocess.run(  # noqa: S603
        [
            sys.executable,
            "-c",
            f"import django; django.setup(); import {__name__} as t; t.print_makers()",
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    *rows, last = (line.split() for line in told)

    assert [row[0] for row in rows] == [f"resource:{number}" for number in range(500)]
    assert all(described == made for _, described, made in rows)
    assert {made for _, _, made in rows[:50]} == {last[1]}  # the first batch warms the builder up
    assert last[1] not in {made for _, _, made in rows[50:]}


@pytest.mark.django_db
def test_rows_of_an_open_transaction_are_described_where_they_are_seen() -> None:
    made = list(made_of(Batches(BATCHES, describe), who_made, processes=2))

    assert [key for key, _, _ in made] == [f"resource:{number}" for number in range(500)]
    assert {described for _, described, _ in made} == {os.getpid()}
    assert os.getpid() not in {maker for _, _, maker in made}  # what costs most is still shared out


@pytest.mark.parametrize("number", [0, 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1])
def test_every_document_is_analysed_once_and_in_order(number: int) -> None:
    documents = [document(n) for n in range(number)]

    found = list(made_of(iter(documents), analyse, processes=2))

    assert found == [analyse(each) for each in documents]


def test_a_fault_of_a_document_is_told() -> None:
    def refuse(each: Document) -> str:
        raise ValueError(each.key)

    with pytest.raises(ValueError, match="resource:0"):
        list(made_of((document(n) for n in range(1_000)), refuse, processes=2))


def test_batches_may_be_read_as_any_iterable() -> None:
    assert [each.key for each in Batches(BATCHES, describe)] == [
        f"resource:{n}" for n in range(500)
    ]
    assert list(made_of(Batches([], describe), who_made, processes=2)) == []
