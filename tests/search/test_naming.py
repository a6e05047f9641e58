"""Names of facets are kept between requests until their tables change."""

from __future__ import annotations

import pytest

from search import naming
from search.sources import all_facet_values
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_names_are_kept_until_told() -> None:
    naming.forget()
    first = all_facet_values()
    assert all_facet_values() is first
    factories.GradeFactory()
    assert all_facet_values() is not first
    naming.forget()


@pytest.mark.django_db
def test_names_read_in_a_transaction_are_not_kept() -> None:
    assert all_facet_values() is not all_facet_values()
