"""The three codes of a school: how people type them and what makes them wrong. Pure.

Ministry code, 10 digits: 10 + province (2) + OBEC code (6). SMIS code, 8 digits: province (2) +
area (2) + number (4). All are text, because leading zeros count.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

MINISTRY_DIGITS = 10
SMIS_DIGITS = 8
OBEC_DIGITS = 6

# Spaces, dashes of every kind, signs without width, and the mark Excel puts before text.
_BETWEEN = re.compile("[\\s'’\u00ad\u200b-\u200f\u2010-\u2015\u2212\ufeff-]+")
_ROUNDED = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")


class CodeError(ValueError):
    """A code that cannot be right; says why and what to do."""


def plain_code(text: str) -> str:
    """Return a code as it is stored: digits 0-9, no spaces and hyphens; other signs stay."""
    return _BETWEEN.sub("", western_digits(text))


def ministry_code(text: str) -> str:
    """Return the 10-digit ministry code that somebody typed, or say why it is none."""
    code = _checked(text, MINISTRY_DIGITS)
    if not code.startswith("10"):
        raise CodeError(_("The ministry code “%(code)s” must begin with 10.") % {"code": code})
    return code


def smis_code(text: str) -> str:
    """Return the 8-digit SMIS code that somebody typed, or say why it is none."""
    return _checked(text, SMIS_DIGITS)


def obec_code(text: str) -> str:
    """Return the 6-digit OBEC code that somebody typed, or say why it is none."""
    return _checked(text, OBEC_DIGITS)


def check_obec(ministry: str, obec: str) -> None:
    """Refuse an OBEC code that is not the end of the ministry code."""
    if obec and obec != ministry[4:]:
        message = _(
            "The OBEC code “%(obec)s” must be the last 6 digits of the ministry code, “%(end)s”."
        )
        raise CodeError(message % {"obec": obec, "end": ministry[4:]})


def check_smis(ministry: str, smis: str) -> None:
    """Refuse an SMIS code of another province than the ministry code's."""
    if smis and smis[:2] != ministry[2:4]:
        message = _(
            "The SMIS code “%(smis)s” begins with province %(smis_province)s, but the ministry "
            "code names province %(province)s."
        )
        facts = {"smis": smis, "smis_province": smis[:2], "province": ministry[2:4]}
        raise CodeError(message % facts)


def western_digits(text: str) -> str:
    """Write Thai and full-width digits as 0-9."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in unicodedata.normalize("NFKC", text)
    )


def _checked(text: str, length: int) -> str:
    if _ROUNDED.fullmatch(western_digits(text).strip()):
        message = _(
            "The spreadsheet rounded this code to “%(code)s”. Format the column as text, then type "
            "the whole code again."
        )
        raise CodeError(message % {"code": text.strip()})
    code = plain_code(text)
    if not re.fullmatch("[0-9]+", code):
        message = _("“%(code)s” is not a code: it must have %(length)s digits and nothing else.")
        raise CodeError(message % {"code": text.strip()[:40], "length": length})
    if len(code) < length:
        raise CodeError(_too_short(code, length))
    if len(code) > length:
        message = _("“%(code)s” has %(count)s digits, but the code has %(length)s.")
        raise CodeError(message % {"code": code[:40], "count": len(code), "length": length})
    return code


def _too_short(code: str, length: int) -> str:
    # The ministry code begins with 10: it has no leading zero to lose.
    if length == MINISTRY_DIGITS:
        message = _(
            "“%(code)s” has %(count)s digits, but the ministry code has 10. The SMIS code (8 "
            "digits) and the OBEC code (6 digits) are others."
        )
    else:
        message = _(
            "“%(code)s” has %(count)s digits, but the code has %(length)s: the spreadsheet perhaps "
            "dropped leading zeros. Format the column as text, then type the zeros again."
        )
    return message % {"code": code, "count": len(code), "length": length}
