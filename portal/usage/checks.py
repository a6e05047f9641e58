"""Says at start what would make the figures wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from . import spool
from .database import ALIAS
from .salt import folder_of_salts

_ROUTER = "portal.usage.database.UsageRouter"
_MIDDLEWARE = "portal.usage.middleware.CountUse"
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs"}
_MOUNTS = Path("/proc/self/mounts")


@register("usage")
def check_usage(**kwargs: Any) -> list[CheckMessage]:
    """Look at the folders, the database and the middleware."""
    found: list[CheckMessage] = []
    if not _can_write(spool.folder()):
        hint = f"Let the site's user write {spool.folder()}; until then no use is counted."
        found.append(Error("The spool of usage events cannot be written.", hint, id="usage.E001"))
    if not _can_write(folder_of_salts()):
        hint = f"Let the site's user write {folder_of_salts()}, and leave it out of backups."
        found.append(Error("The day's salt cannot be written.", hint, id="usage.E002"))
    if ALIAS in settings.DATABASES and _ROUTER not in settings.DATABASE_ROUTERS:
        hint = f"Add {_ROUTER} to DATABASE_ROUTERS."
        found.append(Error("Nothing leads to the usage database.", hint, id="usage.E003"))
    if _MIDDLEWARE not in settings.MIDDLEWARE:
        hint = f"Add {_MIDDLEWARE} to MIDDLEWARE, or remove the room."
        found.append(Warning("No use is counted.", hint, id="usage.W001"))
    if kind := _network_kind(spool.folder()):
        hint = "Appending is not atomic there, so lines may be torn. Put DATA_DIR on a local disk."
        found.append(Warning(f"The spool lies on {kind}.", hint, id="usage.W002"))
    return found


def _can_write(folder: Path) -> bool:
    """Whether a folder can be written, or made where it is not there yet."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _network_kind(folder: Path) -> str:
    """The kind of network file system that a folder lies on; empty for a local disk."""
    try:
        mounts = [line.split() for line in _MOUNTS.read_text().splitlines()]
    except OSError:
        return ""
    place = str(folder.resolve())
    holding = [(len(at), kind) for _from, at, kind, *_rest in mounts if _lies_in(place, at)]
    kind = max(holding)[1] if holding else ""
    return kind if kind in _NETWORK else ""


def _lies_in(place: str, at: str) -> bool:
    return place == at or place.startswith(at.rstrip("/") + "/")
