"""The template filters write dates, years and digits in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)  # the next morning in Bangkok


def render(name: str, value: object, language: str = "th") -> str:
    template = Template(f"{{% load thai_dates %}}{{{{ value|{name} }}}}")
    with translation.override(language):
        return template.render(Context({"value": value}))


@pytest.mark.parametrize(
    ("name", "value", "thai", "english"),
    [
        ("thai_date", DAY, "22 พฤศจิกายน 2569", "22 November 2026"),
        ("thai_date", MOMENT, "23 พฤศจิกายน 2569", "23 November 2026"),
        ("thai_date|thai_digits", DAY, "๒๒ พฤศจิกายน ๒๕๖๙", "22 November 2026"),
        ("thai_date_short", DAY, "22 พ.ย. 2569", "22 Nov 2026"),
        ("thai_datetime_short", MOMENT, "23 พ.ย. 2569 01:05 น.", "23 Nov 2026 01:05"),
        ("thai_datetime_short", DAY, "22 พ.ย. 2569", "22 Nov 2026"),
        ("thai_digits", 1250, "๑๒๕๐", "1250"),
        ("thai_digits", 0, "๐", "0"),
        ("fiscal_year", DAY, "2570", "2027"),
        ("buddhist_year", DAY, "2569", "2026"),
    ],
)
def test_filters_speak_the_readers_language(
    name: str, value: object, thai: str, english: str
) -> None:
    assert render(name, value) == thai
    assert render(name, value, "en") == english


FILTERS = [
    *("thai_date", "thai_date_short", "thai_datetime_short"),
    *("thai_digits", "fiscal_year", "buddhist_year"),
]


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_written_for_nothing(name: str, value: object) -> None:
    assert render(name, value) == ""


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "thai_digits"])
def test_what_is_no_date_writes_nothing(name: str) -> None:
    assert render(name, "yesterday") == ""


def test_markup_in_text_is_escaped() -> None:
    assert render("thai_digits", "<b>1</b>") == "&lt;b&gt;๑&lt;/b&gt;"
