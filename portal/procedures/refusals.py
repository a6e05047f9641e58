"""What the rooms of rounds say when something is not possible."""

from __future__ import annotations


class Refused(Exception):
    """What was asked for is not possible; the message says why, `field` where it was typed."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
