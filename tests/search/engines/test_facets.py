"""For random catalogues and filters every count is what plain Python counts."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.contract import FACETS, Document, Filters, QueryTree
from search.engines.base import Engine

from .conftest import fill
from .material import document, words

WORDS = ("คณิต", "ไทย", "แรง")


def values_of(facet: str) -> st.SearchStrategy[tuple[str, ...]]:
    values = st.sampled_from([f"{facet}-{n}" for n in range(4)])
    most = 3 if FACETS[facet] else 1
    return st.lists(values, max_size=most, unique=True).map(tuple)


CATALOGUES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
        st.fixed_dictionaries({facet: values_of(facet) for facet in FACETS}),
    ),
    max_size=25,
).map(lambda rows: [document(n, title, facets=facets) for n, (title, facets) in enumerate(rows)])

FILTERS = st.dictionaries(st.sampled_from(sorted(FACETS)), st.integers(0, 4), max_size=3).map(
    lambda chosen: {
        name: frozenset(f"{name}-{n}" for n in {number, (number + 1) % 4})
        for name, number in chosen.items()
    }
)


def matching(rows: list[Document], word: str | None, filters: Filters) -> list[Document]:
    """What a plain loop finds."""
    return [
        row
        for row in rows
        if (word is None or word in row.title.split())
        and all(values & {*row.facets[name]} for name, values in filters.items())
    ]


def check(engine: Engine, rows: list[Document], word: str | None, filters: Filters) -> None:
    query = words(word) if word else QueryTree()
    answer = engine.search(query, filters, "relevance", 0, 100)

    assert answer.total == len(matching(rows, word, filters))
    assert {hit.key for hit in answer.hits} == {row.key for row in matching(rows, word, filters)}
    for facet in FACETS:
        others = {name: values for name, values in filters.items() if name != facet}
        base = matching(rows, word, others)
        counted: dict[str, int] = {}
        for row in base:
            for value in row.facets[facet]:
                counted[value] = counted.get(value, 0) + 1
        assert answer.facets[facet] == counted
    # Clicking a value gives exactly the number that stood beside it.
    for facet in ("grade", "kind"):
        for value, number in answer.facets[facet].items():
            clicked = {**filters, facet: frozenset([value])}
            assert engine.search(query, clicked, "relevance", 0, 1).total == number


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    rows=CATALOGUES,
    filters=FILTERS,
    word=st.sampled_from([None, *WORDS]),
    gone=st.sets(st.integers(0, 24), max_size=4),
)
def test_counts_equal_those_of_an_oracle(
    engine: Engine, rows: list[Document], filters: Filters, word: str | None, gone: set[int]
) -> None:
    engine.apply(rows, engine.keys())  # nothing is left of the example before
    check(engine, rows, word, filters)

    removed = {f"resource:{number}" for number in gone}
    engine.apply([], removed)
    check(engine, [row for row in rows if row.key not in removed], word, filters)


def test_more_sets_than_usual_are_still_counted_truly(engine: Engine) -> None:
    rows = [document(n, facets={"platform": (f"platform-{n}",)}) for n in range(6_000)]
    fill(engine, rows)

    answer = engine.search(QueryTree(), {}, "newest", 0, 1)

    assert answer.facets["platform"] == {f"platform-{n}": 1 for n in range(6_000)}
    assert answer.total == 6_000
