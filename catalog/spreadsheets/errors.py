"""Why a file cannot be read, in words for the person who sent it."""

from __future__ import annotations


class SpreadsheetError(Exception):
    """A refusal of a whole file: says what is wrong and what to do, in the reader's language."""

    def __init__(self, message: str) -> None:
        super().__init__(str(message))
        self.message = str(message)
