"""Official documents as PDF: the office's letter-head, contents, tables and page numbers.

The typesetter (typst) reads one template of ours, and everything that it prints as data from a file
beside it, so nothing that somebody typed is ever read as markup. The font FiraGO, which sets Thai
marks rightly and may be embedded (SIL OFL), comes from a package that keeps it in Python modules;
the typesetter wants files, so they are written to DATA_DIR once.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from .models import SiteSettings
from .official_content import Items, Note, Picture, as_data
from .thai_calendar import to_thai_digits

TEMPLATE = Path(__file__).parent / "typesetting" / "official.typ"
# The names by which the package knows the four styles of FiraGO.
_FONTS = ("figo", "figbo", "figit", "figbi")


@dataclass(frozen=True)
class LetterHead:
    """Who writes: the head of an official document."""

    office: str
    unit: str
    contact: tuple[str, ...] = ()
    logo: Picture | None = None

    @classmethod
    def of(cls, office: SiteSettings) -> LetterHead:
        """The letter-head of a site, in the language that is in force."""
        telephone = _("Telephone %(number)s") % {"number": office.telephone}
        address = " ".join(office.address.split())
        contact = (address, office.telephone and telephone, office.email)
        return cls(
            office=office.office_name,
            unit=office.unit_name,
            contact=tuple(part for part in contact if part),
            logo=stored_picture(office.logo, "max-600x300", alt=office.office_name),
        )


@dataclass(frozen=True)
class OfficialDocument:
    """A document of the office; `blocks` are those of `official_content`.

    With a `cover`, title and letter-head have a page of their own. `mark` stands on every page,
    as “draft” does. Thai digits are those of page numbers; text is printed as it was typed.
    """

    title: str
    letter_head: LetterHead
    blocks: Sequence[Any]
    subtitles: tuple[str, ...] = ()
    cover: bool = False
    contents: bool = False
    show_title: bool = True
    thai_digits: bool = True
    mark: str = ""
    footer: str = ""
    made_at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))

    def as_pdf(self) -> bytes:
        """The document as PDF: the same document makes the same bytes."""
        from .pdf_words import readable

        (pdf,) = self._typeset("pdf")
        return readable(pdf)

    def as_pictures(self, ppi: float = 80) -> list[bytes]:
        """Every page as PNG, to look at."""
        return self._typeset("png", ppi)

    def digits(self, value: object) -> str:
        """A number as this document writes numbers of its own."""
        return to_thai_digits(value) if self.thai_digits else str(value)

    def _typeset(self, kind: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
        import typst  # heavy: only when a document is made

        with tempfile.TemporaryDirectory(prefix="official-") as name:
            folder = Path(name)
            data = self._as_data(_Files(folder))
            (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
            main = folder / "main.typ"
            main.write_bytes(TEMPLATE.read_bytes())
            made = typst.compile(
                str(main),
                root=name,
                font_paths=_fonts(),
                format=kind,
                ppi=ppi,
                timestamp=int(self.made_at.timestamp()),
            )
        return list(made) if isinstance(made, list) else [made]

    def _as_data(self, files: _Files) -> dict[str, Any]:
        head = self.letter_head
        return {
            "title": self.title,
            "subtitles": list(self.subtitles),
            "lang": translation.get_language() or "th",
            "cover": self.cover,
            "show_title": self.show_title,
            "contents_word": _("Contents") if self.contents else "",
            "page_word": _("Page"),
            "thai_digits": self.thai_digits,
            "mark": self.mark,
            "footer": self.footer,
            "running_head": self.title,
            "letterhead": {
                "office": head.office,
                "unit": head.unit,
                "contact": list(head.contact),
                "logo": files.write(head.logo) if head.logo else "",
            },
            "blocks": [files.data_of(block) for block in self.blocks],
        }


class _Files:
    """The pictures of a document, as files beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    def write(self, picture: Picture) -> str:
        """Write a picture; returns its name."""
        self._number += 1
        name = f"picture-{self._number}.{picture.extension}"
        (self._folder / name).write_bytes(picture.content)
        return name

    def data_of(self, block: Any) -> dict[str, Any]:
        """A block as the typesetter reads it, its pictures written."""
        if isinstance(block, Picture):
            name = self.write(block)
            return {"kind": "picture", "file": name, "alt": block.alt, "caption": block.caption}
        if isinstance(block, Note):
            return {**as_data(block), "blocks": [self.data_of(one) for one in block.blocks]}
        if isinstance(block, Items):
            return {**as_data(block), "items": [[self.data_of(b) for b in i] for i in block.items]}
        return as_data(block)


def stored_picture(image: Any, size: str, *, alt: str, caption: str = "") -> Picture | None:
    """A picture of the site in a format and size that a document can hold; None without a file."""
    if image is None:
        return None
    from wagtail.images.models import SourceImageIOError

    try:
        rendition = image.get_rendition(f"{size}|format-png" if _is_drawn(image) else size)
        with rendition.file.open("rb") as file:
            content = file.read()
    except (OSError, ValueError, SourceImageIOError):
        return None
    extension = Path(rendition.file.name).suffix.lower().lstrip(".")
    return Picture(content, extension, alt=alt, caption=caption)


def _is_drawn(image: Any) -> bool:
    """Whether a format is one that the typesetter may not know."""
    return Path(image.file.name).suffix.lower() not in (".png", ".jpg", ".jpeg")


@cache
def _fonts() -> Any:
    """The fonts, read once in each process."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_font_folder())]
    )


def _font_folder() -> Path:
    """The folder with the font's files; written once, and never seen half-written."""
    import pymupdf_fonts

    folder = Path(settings.DATA_DIR) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FONTS:
        path = folder / f"{name}.ttf"
        if not path.is_file():
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as unfinished:
                unfinished.write(pymupdf_fonts.myfont(name))
            Path(unfinished.name).replace(path)
    return folder
