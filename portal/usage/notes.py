"""What a view's signal leaves on its request; the middleware writes it once the view succeeded."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from .codes import ItemType, Kind, Mode

_PLACE = "_usage_notes"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that will have happened when the view succeeds."""

    kind: Kind
    otype: ItemType = ItemType.NONE
    oid: int = 0
    platform: int = 0
    mode: Mode = Mode.NONE
    from_print: bool = False
    q: str = ""
    n: int | None = None
    n_all: int | None = None
    page: int | None = None

    @property
    def is_printed_in_page(self) -> bool:
        """Whether the page confirms it once somebody sees it."""
        return self.kind in (Kind.VIEW, Kind.SEARCH)


def leave(request: HttpRequest, note: Note) -> None:
    """Put a note on a request."""
    setattr(request, _PLACE, [*notes_of(request), note])


def notes_of(request: HttpRequest) -> list[Note]:
    """The notes of a request; none for most."""
    notes: list[Note] = getattr(request, _PLACE, [])
    return notes
