"""The messages people read: finding them in the source, keeping their Thai, compiling it.

Babel does the work of GNU gettext, so that nobody needs system packages to run the site. Thai
is the only catalogue: the English of a message is its own id.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog
from babel.messages import Message as Entry
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "th"
# Babel's notation: which argument is the message, its plural, its context ("c").
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_TEMPLATES = {".html", ".txt", ".xml"}
# Headers that change in every diff, or that nobody fills in, tell nobody anything.
_NOISE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version'
    rb'|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*"\n',
    re.MULTILINE,
)
_HEADER = "# Thai messages. `manage.py update_messages` keeps this file in order."
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")


class Message(NamedTuple):
    """What names a message in a catalogue."""

    id: str
    plural: str = ""
    context: str = ""


class Changes(NamedTuple):
    """What `update` did to a catalogue."""

    added: list[str]
    dropped: list[str]


def source_folders(root: Path) -> list[Path]:
    """Where our own messages are written: every room, and the templates."""
    rooms = sorted(path.parent for path in root.glob("*/__init__.py"))
    return [*(room for room in rooms if room.name != "tests"), root / "templates"]


def catalogue_path(root: Path) -> Path:
    """The file that holds the Thai of our own messages."""
    return root / "portal" / "locale" / "site" / LANGUAGE / "LC_MESSAGES" / "django.po"


def used_in(folders: Iterable[Path]) -> set[Message]:
    """Every message in the Python modules and templates below these folders."""
    found = {message for folder in folders for message in _in_folder(folder)}
    # gettext keeps one entry for a message used both with its plural and without.
    return found - {message._replace(plural="") for message in found if message.plural}


def _in_folder(folder: Path) -> Iterator[Message]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from _in_python(path.read_bytes())
        elif path.suffix in _TEMPLATES:
            python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # A template's indentation means nothing, and Python's tokenizer would refuse it.
            lines = (line.lstrip() for line in python.splitlines())
            yield from _in_python("\n".join(lines).encode())


def _in_python(source: bytes) -> Iterator[Message]:
    found = extract("python", BytesIO(source), _KEYWORDS, options={"encoding": "utf-8"})
    for _line, text, _comments, context in found:
        singular, plural = text if isinstance(text, tuple) else (text, "")
        yield Message(singular, plural, context or "")


def read(path: Path) -> Catalog:
    """The catalogue in a .po file; an empty one if there is no file yet."""
    if not path.exists():
        return Catalog(locale=LANGUAGE, project="RianKlai", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=LANGUAGE)


def update(path: Path, messages: Iterable[Message]) -> Changes:
    """Make the file hold exactly these messages, keeping the translations it has."""
    old = read(path)
    new = Catalog(locale=LANGUAGE, project="RianKlai", fuzzy=False)
    wanted = set(messages)
    for message in wanted:
        known = old.get(message.id, message.context or None)
        thai = _strings(known)[0] if known else ""
        if message.plural:
            new.add((message.id, message.plural), (thai,), context=message.context or None)
        else:
            new.add(message.id, thai, context=message.context or None)
    had = {_named(entry) for entry in old if entry.id}
    _write(path, new)
    return Changes(
        added=sorted(message.id for message in wanted - had),
        dropped=sorted(message.id for message in had - wanted),
    )


def _named(entry: Entry) -> Message:
    singular, plural = entry.id if isinstance(entry.id, list | tuple) else (entry.id, "")
    return Message(str(singular), plural, entry.context or "")


def _strings(entry: Entry) -> tuple[str, ...]:
    """The translation by plural form: Thai has one form only, so the first is all of it."""
    return (entry.string or "",) if isinstance(entry.string, str) else tuple(entry.string or ("",))


def tidy(path: Path) -> None:
    """Put a catalogue that people wrote by hand in the order and form of the others."""
    _write(path, read(path))


def _write(path: Path, catalog: Catalog) -> None:
    catalog.header_comment = _HEADER
    written = BytesIO()
    write_po(written, catalog, width=100, sort_output=True)
    text = _NOISE.sub(b"", written.getvalue())
    if not path.exists() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def without_translation(catalog: Catalog, messages: Iterable[Message]) -> list[str]:
    """The messages that the catalogue does not translate."""
    missing = []
    for message in messages:
        entry = catalog.get(message.id, message.context or None)
        if entry is None or not all(_strings(entry)):
            missing.append(message.id)
    return sorted(missing)


def faults(catalog: Catalog) -> list[str]:
    """Translations that are marked as guesses, or whose placeholders differ from the message."""
    found = []
    for entry in catalog:
        name = _named(entry)
        wanted = {frozenset(_PLACEHOLDER.findall(text)) for text in (name.id, name.plural) if text}
        if name.id and entry.fuzzy:
            found.append(f"fuzzy: {name.id}")
        for text in filter(None, _strings(entry) if name.id else ()):
            if frozenset(_PLACEHOLDER.findall(text)) not in wanted:
                found.append(f"placeholders differ: {name.id} → {text}")
    return found


def compile_folders(folders: Iterable[Path]) -> list[Path]:
    """Compile each .po file that is newer than its .mo file; returns the files written."""
    written = []
    for source in sorted(po for folder in folders for po in folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
            written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    # By way of a second file: a process that starts just now never reads half a catalogue.
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as half_done:
        write_mo(half_done, read(source))
    Path(half_done.name).chmod(0o644)
    os.replace(half_done.name, target)  # noqa: PTH105  atomic, also over an existing file
