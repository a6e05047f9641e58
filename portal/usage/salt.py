"""The salt of a day: made once by whichever process comes first, destroyed at 01:00 of the next.

After that no key of a visitor can be computed again. Its folder belongs into no backup.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path

from django.conf import settings

_BYTES = 32
DESTROYED_AT = dt.time(1)
_today: tuple[dt.date, str, bytes] | None = None


class NoSaltError(Exception):
    """There is no usable salt, so no visitor can be told from another."""


def salt_of(day: dt.date) -> bytes:
    """Return the day's salt, making it where nobody has.

    Raises:
        NoSaltError: when it can neither be read nor made.
    """
    global _today
    folder = str(settings.USAGE_ROOT)
    held = _today
    if held is not None and held[0] == day and held[1] == folder:
        return held[2]
    salt = _read_or_make(folder_of_salts() / day.isoformat())
    _today = (day, folder, salt)
    return salt


def folder_of_salts() -> Path:
    """Where the salts lie."""
    return Path(settings.USAGE_ROOT) / "salt"


def destroy_old(moment: dt.datetime) -> int:
    """Destroy every salt that is due; return how many.

    Yesterday's stays until 01:00, for what is still being answered at midnight.
    """
    keep = moment.date() - dt.timedelta(days=moment.time() < DESTROYED_AT)
    folder = folder_of_salts()
    due = [path for path in folder.glob("*") if path.name.lstrip(".")[:10] < keep.isoformat()]
    for path in due:
        path.unlink(missing_ok=True)
    return len(due)


def _read_or_make(path: Path) -> bytes:
    try:
        if not path.exists():
            _make(path)
        salt = path.read_bytes()
    except OSError as error:
        raise NoSaltError(type(error).__name__) from error
    if len(salt) != _BYTES:
        raise NoSaltError("damaged")
    return salt


def _make(path: Path) -> None:
    """Write it whole under another name, then link: the file is complete or not there at all."""
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, secrets.token_bytes(_BYTES))
        os.fsync(handle)
        os.link(draft, path)
    except FileExistsError:
        pass  # somebody else was first, and theirs is the one
    finally:
        os.close(handle)
        draft.unlink()
