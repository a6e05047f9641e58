"""Size classes have no gap, no overlap, and exactly the boundaries of OBEC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.models.site import SizeBands
from portal.schools.sizes import BAND_SETS, size_of


def test_every_choice_of_the_settings_has_bands() -> None:
    assert set(BAND_SETS) == set(SizeBands.values)


@pytest.mark.parametrize(
    ("band_set", "edges"),
    [
        ("primary_four", [1, 120, 121, 600, 601, 1500, 1501]),
        ("secondary", [1, 499, 500, 1499, 1500, 2499, 2500]),
        (
            "primary_seven",
            [1, 120, 121, 200, 201, 300, 301, 499, 500, 1499, 1500, 2499, 2500],
        ),
    ],
)
def test_boundaries(band_set: str, edges: list[int]) -> None:
    bands = BAND_SETS[band_set]
    assert [edge for band in bands for edge in (band.first, band.last) if edge] == edges
    assert [size_of(edge, band_set) for edge in edges[::2]] == list(bands)
    assert [size_of(edge, band_set) for edge in edges[1::2]] == list(bands)[:-1]


@given(st.integers(1, 10_000), st.sampled_from(sorted(BAND_SETS)))
def test_each_school_is_in_exactly_one_class(pupils: int, band_set: str) -> None:
    holding = [band for band in BAND_SETS[band_set] if band.holds(pupils)]
    assert holding == [size_of(pupils, band_set)]


@pytest.mark.parametrize("pupils", [None, 0, -1])
def test_no_class_without_pupils(pupils: int | None) -> None:
    assert size_of(pupils, "primary_four") is None
