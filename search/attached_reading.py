"""Takes the words out of one PDF or DOCX; run as a process of its own by `attached_text`.

    python -m search.attached_reading pdf /path/to/file

Whatever a damaged or hostile file does, it does to this process, which may use little memory and
time. Knows nothing of Django, so that it starts quickly.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
MOST_LETTERS = 20_000
MOST_PAGES = 200
# A small archive can hold a huge document.
MOST_UNPACKED = 100 * 1024 * 1024


class TooLarge(Exception):
    """The file unpacks to more than is worth reading."""


def limit_this_process() -> None:
    """Let the system end this process when it uses too much, where it can."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the caller remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def pdf_text(path: str) -> Iterator[str]:
    """The words of each page."""
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(path).pages):
        if number == MOST_PAGES:
            return
        yield page.extract_text()


def docx_text(path: str) -> Iterator[str]:
    """The words of each paragraph and table cell."""
    from docx import Document
    from docx.table import Table

    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise TooLarge
    for block in Document(path).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield from (cell.text for cell in row.cells)
        else:
            yield block.text


READERS = {"pdf": pdf_text, "docx": docx_text}


def read(kind: str, path: str) -> str:
    """As many words as the index keeps."""
    pieces: list[str] = []
    length = 0
    for piece in READERS[kind](path):
        pieces.append(" ".join(piece.split()))
        length += len(pieces[-1])
        if length >= MOST_LETTERS:
            break
    return "\n".join(filter(None, pieces))[:MOST_LETTERS]


if __name__ == "__main__":
    limit_this_process()
    sys.stdout.buffer.write(read(*sys.argv[1:3]).encode("utf-8", "ignore"))
