"""Reading single cells of an uploaded register: text in, stored value out, or the reason. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalog.spreadsheets import FieldFault, near

from . import codes

_MAX_NAME = 255
_MAX_PUPILS = 99_999
_CONTROL = re.compile("[\x00-\x1f\x7f]+")
_WHOLE_NUMBER = re.compile("[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}")
_PLACE_PREFIX = re.compile(r"^(?:กิ่ง)?(?:อำเภอ|อ\.)")
_YES = {"เปิด", "เปิดสอน", "ใช่", "open", "yes", "true", "1", "y"}
_NO = {"ปิด", "ยุบ", "เลิก", "ยุบเลิก", "ไม่ใช่", "closed", "no", "false", "0", "n"}


@dataclass(frozen=True)
class Places:
    """Districts and clusters of the register: names by primary key, and keys by other names."""

    districts: Mapping[int, str] = field(default_factory=dict)
    clusters: Mapping[int, str] = field(default_factory=dict)
    district_keys: Mapping[str, int] = field(default_factory=dict)
    cluster_keys: Mapping[str, int] = field(default_factory=dict)


def place_key(name: str) -> str:
    """Return a place's name without spaces, case and the word for district."""
    bare = _PLACE_PREFIX.sub("", name.strip())
    return codes.plain_code(bare).casefold()


def _name(text: str) -> str:
    plain = re.sub(r"\s+", " ", _CONTROL.sub(" ", unicodedata.normalize("NFC", text))).strip()
    # Some programs write sara am as two signs; then nobody finds the name.
    plain = plain.replace("\u0e4d\u0e32", "\u0e33")
    if len(plain) > _MAX_NAME:
        message = _("The name has %(count)s letters; %(limit)s at most.")
        raise FieldFault(message % {"count": len(plain), "limit": _MAX_NAME})
    return plain


def _thai_name(text: str, places: Places) -> str:
    name = _name(text)
    if not name:
        raise FieldFault(_("The name is missing."))
    return name


def _english_name(text: str, places: Places) -> str:
    return _name(text)


def _code(check: Callable[[str], str], *, required: bool) -> Callable[[str, Places], str]:
    def read(text: str, places: Places) -> str:
        if not text.strip():
            if required:
                raise FieldFault(_("The code is missing."))
            return ""
        try:
            return check(text)
        except codes.CodeError as error:
            raise FieldFault(str(error)) from error

    return read


def _district(text: str, places: Places) -> int:
    if not text.strip():
        raise FieldFault(_("The district is missing."))
    key = places.district_keys.get(place_key(text))
    if key is None:
        known = places.districts.values()
        message = _("There is no district “%(name)s” in the register.")
        raise FieldFault(message % {"name": text} + _suggestion(text, known))
    return key


def _cluster(text: str, places: Places) -> int | None:
    if not text.strip():
        return None
    key = places.cluster_keys.get(place_key(text))
    if key is None:
        known = places.clusters.values()
        message = _("There is no school cluster “%(name)s” in the register.")
        raise FieldFault(message % {"name": text} + _suggestion(text, known))
    return key


def _suggestion(text: str, known: Iterable[str]) -> str:
    return near(text, known) or " " + _("Correct it, or add it to the register first.")


def _pupils(text: str, places: Places) -> int | None:
    plain = codes.western_digits(text).strip()
    if not plain:
        return None
    if not _WHOLE_NUMBER.fullmatch(plain) or int(plain.replace(",", "")) > _MAX_PUPILS:
        message = _("“%(value)s” is not a number of pupils: a whole number from 0 to %(limit)s.")
        raise FieldFault(message % {"value": text[:40], "limit": f"{_MAX_PUPILS:,}"})
    return int(plain.replace(",", ""))


def _is_active(text: str, places: Places) -> bool | None:
    plain = codes.plain_code(text).casefold()
    if not plain:
        return None
    if plain in _YES | _NO:
        return plain in _YES
    message = _("“%(value)s” is neither “open” nor “closed”.")
    raise FieldFault(message % {"value": text[:40]})


READERS: dict[str, Callable[[str, Places], Any]] = {
    "ministry_code": _code(codes.ministry_code, required=True),
    "name_th": _thai_name,
    "name_en": _english_name,
    "smis_code": _code(codes.smis_code, required=False),
    "obec_code": _code(codes.obec_code, required=False),
    "district": _district,
    "cluster": _cluster,
    "pupils": _pupils,
    "is_active": _is_active,
}


def together(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name the columns whose codes contradict the ministry code, with the reason."""
    ministry = values.get("ministry_code", "")
    if not ministry:
        return
    for key, check in (("obec_code", codes.check_obec), ("smis_code", codes.check_smis)):
        try:
            check(ministry, values.get(key, ""))
        except codes.CodeError as error:
            yield key, str(error)
