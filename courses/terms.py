"""Terms of the school year as people write them."""

from __future__ import annotations

from search.language import in_english

_BUDDHIST_OFFSET = 543


def written_term(academic_year: int, number: int) -> str:
    """Write a term (B.E.) as 2/2569; in English with the common year, 2/2026."""
    return f"{number}/{academic_year - _BUDDHIST_OFFSET if in_english() else academic_year}"
