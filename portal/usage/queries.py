"""What may be kept of a query: one spelling, nothing that could name or reach a person.

The text is cut last, so that a cut can never leave a part of an identity number behind.
"""

from __future__ import annotations

import re

from search.text.characters import normalise

LONGEST = 100
_READ = 1_000  # of what a browser sends; forms take 200
_BETWEEN = r"[\s.\-–_/()]{0,2}"
_REDACTED = (
    (re.compile(r"\S*@\S*"), "[e-mail]"),
    (re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{12}}(?!\d)"), "[id]"),
    (re.compile(rf"(?<!\d)(?:\+?66|0)(?:{_BETWEEN}\d){{8,9}}(?!\d)"), "[tel]"),
    (re.compile(r"\d{6,}"), "[number]"),
)
_CUT_NUMBER = re.compile(r"[\d\s.\-–_/()+]+$")


def loggable(words: str) -> str:
    """Return the query as the log keeps it; empty where nothing is left."""
    text = normalise(words, _READ)
    if len(words) >= 200:  # a form may have cut a number at its own end
        text = _CUT_NUMBER.sub("", text)
    for pattern, mark in _REDACTED:
        text = pattern.sub(mark, text)
    return text[:LONGEST].strip()
