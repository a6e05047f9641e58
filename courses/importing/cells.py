"""Reading single cells: text in, stored value out, or the reason why not. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from catalog.spreadsheets import FieldFault

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]+")
_TIME = re.compile(r"^([0-9]{1,2})[:.]([0-9]{2})(?::00(?:\.0+)?)?$")
_ISO_DAY = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$")
_THAI_DAY = re.compile(r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$")
_WEEKS = re.compile(r"^([0-9]{1,3})(?:-([0-9]{1,3}))?$")
_ERA = 543
_FIRST_BUDDHIST_YEAR = 2400
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("จันทร์", "จ", "monday", "mon"),
            ("อังคาร", "อ", "tuesday", "tue"),
            ("พุธ", "พ", "wednesday", "wed"),
            ("พฤหัสบดี", "พฤหัส", "พฤ", "thursday", "thu"),
            ("ศุกร์", "ศ", "friday", "fri"),
            ("เสาร์", "ส", "saturday", "sat"),
            ("อาทิตย์", "อา", "sunday", "sun"),
        ),
        start=1,
    )
    for name in (*names, str(number))
}


def western(text: str) -> str:
    """Write Thai digits as 0-9 and dashes of any length as hyphens."""
    return text.translate(_DIGITS).replace("–", "-").replace("—", "-").strip()


def words(text: str, limit: int | None = None) -> str:
    """Tidy a text; line breaks stay.

    Raises:
        FieldFault: when it is longer than it can be stored.
    """
    lines = unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).splitlines()
    plain = "\n".join(" ".join(line.split()) for line in lines).strip()
    # Some programs write sara am as two signs; then nobody finds the words.
    plain = plain.replace("\u0e4d\u0e32", "\u0e33")
    if limit and len(plain) > limit:
        message = _("This text has %(count)s letters; %(limit)s at most.")
        raise FieldFault(message % {"count": len(plain), "limit": limit})
    return plain


def needed(text: str) -> str:
    """Give the text of a cell that must not be empty.

    Raises:
        FieldFault: when it is empty.
    """
    if not text.strip():
        raise FieldFault(_("This cell is empty, but it is needed."))
    return text.strip()


def weekday(text: str) -> int:
    """Read a day of the week, in Thai or English, long or short, or 1 (Monday) to 7.

    Raises:
        FieldFault: when it is none.
    """
    bare = re.sub(r"[\s.]+", "", western(needed(text))).casefold().removeprefix("วัน")
    if bare not in _WEEKDAYS:
        message = _("“%(value)s” is no weekday. Write จันทร์ to อาทิตย์, or 1 (Monday) to 7.")
        raise FieldFault(message % {"value": text[:40]})
    return _WEEKDAYS[bare]


def clock_time(text: str) -> time:
    """Read a time of day: 08:30, 8.30 น.

    Raises:
        FieldFault: when it is none.
    """
    bare = western(needed(text)).removesuffix("น.").removesuffix("น").strip()
    found = _TIME.match(bare)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        message = _("“%(value)s” is no time of day. Write it like 08:30, from 00:00 to 23:59.")
        raise FieldFault(message % {"value": text[:40]})
    return time(int(found[1]), int(found[2]))


def optional_day(text: str) -> date | None:
    """Read a day: 2026-11-02, 2/11/2569 or 2/11/2026; nothing where the cell is empty.

    Raises:
        FieldFault: when it is none.
    """
    bare = western(text)
    if not bare:
        return None
    found = _ISO_DAY.match(bare)
    if found:
        year, month, day = (int(part) for part in found.groups())
    elif found := _THAI_DAY.match(bare):
        day, month, year = (int(part) for part in found.groups())
    if found:
        try:
            return date(year - _ERA if year >= _FIRST_BUDDHIST_YEAR else year, month, day)
        except ValueError:
            pass
    message = _("“%(value)s” is no date. Write it like 2026-11-02 or 2/11/2569.")
    raise FieldFault(message % {"value": text[:40]})


def optional_weeks(text: str, last: int) -> tuple[int, int] | None:
    """Read weeks of a term: 3 or 1-10; nothing where the cell is empty.

    Raises:
        FieldFault: when the term has no such week.
    """
    bare = re.sub(r"\s+", "", western(text))
    if not bare:
        return None
    found = _WEEKS.match(bare)
    if not found:
        message = _("“%(value)s” are no weeks. Write one like 3, or several like 1-10.")
        raise FieldFault(message % {"value": text[:40]})
    first, until = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= until <= last:
        message = _("“%(value)s”: this term has the weeks 1 to %(last)s only.")
        raise FieldFault(message % {"value": text[:40], "last": last})
    return first, until


def count(text: str, limit: int = 999) -> int:
    """Read a whole number from 1 on.

    Raises:
        FieldFault: when it is none.
    """
    bare = western(needed(text))
    if not bare.isascii() or not bare.isdigit() or not 1 <= int(bare[:9]) <= limit:
        message = _("“%(value)s” is no whole number from 1 to %(limit)s.")
        raise FieldFault(message % {"value": text[:40], "limit": limit})
    return int(bare)


def parts(text: str) -> list[str]:
    """Cut a list written with commas, semicolons or line breaks, each part once."""
    cut = (part.strip() for part in re.split(r"[,;\n]", text))
    return list(dict.fromkeys(part for part in cut if part))


def shown(value: Any) -> str:
    """A stored value as the report writes it."""
    if value is None:
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
