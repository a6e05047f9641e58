"""Bodies of pages as official documents print them: every kind of block, in the page's order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, NavigableString, Tag
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from .official_content import (
    Heading,
    Items,
    Note,
    Paragraph,
    Rule,
    Run,
    Table,
    paragraph,
    paragraphs,
)
from .official_pdf import stored_picture

_BOLD, _ITALIC = ("b", "strong"), ("i", "em")
_LEVELS = {"h2": 2, "h3": 3}


def body_blocks(body: Any) -> list[Any]:
    """What a document prints for a body of blocks; blocks for editors alone are not printed."""
    known = (block for block in body if block.block_type in _PRINTED)
    return [printed for block in known for printed in _PRINTED[block.block_type](block.value)]


def rich_text_blocks(source: str) -> list[Any]:
    """Paragraphs and lists of a rich text, as the database keeps it."""
    soup = BeautifulSoup(expand_db_html(source), "html.parser")
    return list(_flow(soup))


# --- rich text --------------------------------------------------------------------------


def _flow(parent: Tag) -> Iterator[Any]:
    """The blocks in an element; loose text between them makes paragraphs of its own."""
    loose: list[Run] = []
    for child in parent.children:
        block = _block(child) if isinstance(child, Tag) else None
        if block is None:
            loose += _runs(child)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from block
    yield from _paragraph(loose)


def _block(tag: Tag) -> list[Any] | None:
    """What a block element prints, or None for one that stands within a line."""
    if tag.name in ("ul", "ol"):
        items = [list(_flow(item)) for item in tag.find_all("li", recursive=False)]
        return [Items(items, "numbers" if tag.name == "ol" else "bullets")]
    if tag.name in ("p", "div"):
        return list(_flow(tag))
    if tag.name in ("h2", "h3", "h4"):
        return [Heading(tag.get_text(), int(tag.name[1]))]
    return [Rule()] if tag.name == "hr" else None


def _paragraph(runs: list[Run]) -> list[Paragraph]:
    return [Paragraph(runs)] if "".join(run.text for run in runs).strip() else []


def _runs(node: Any, *, bold: bool = False, italic: bool = False, url: str = "") -> list[Run]:
    if isinstance(node, NavigableString):
        # As in a page, a new line in the source is a space.
        text = re.sub(r"[ \t\r\n]+", " ", str(node))
        return [Run(text, bold, italic, url)] if text else []
    if node.name == "br":
        return [Run("\n", bold, italic, url)]
    bold, italic = bold or node.name in _BOLD, italic or node.name in _ITALIC
    url = absolute(str(node.get("href") or "")) if node.name == "a" else url
    inner = (_runs(child, bold=bold, italic=italic, url=url) for child in node.children)
    return [run for runs in inner for run in runs]


def absolute(url: str) -> str:
    """An address that works on paper and in a file."""
    return urljoin(f"{settings.WAGTAILADMIN_BASE_URL}/", url) if url else ""


# --- kinds of blocks --------------------------------------------------------------------


def _heading(value: Any) -> list[Any]:
    return [Heading(value["text"], _LEVELS.get(value["size"], 2))]


def _rich_text(value: Any) -> list[Any]:
    return rich_text_blocks(value.source)


def _picture(value: Any) -> list[Any]:
    image = value["image"]
    credit = getattr(image, "credit", "")
    caption = " · ".join(part for part in (value["caption"], credit) if part)
    picture = stored_picture(image, "max-1400x1400", alt=value["alt_text"], caption=caption)
    return [picture] if picture else [paragraph(caption)] if caption else []


def _callout(value: Any) -> list[Any]:
    warning = value["kind"] == "warning"
    title = value["title"] or (_("Warning") if warning else _("Note"))
    return [Note(title, paragraphs(value["text"]), warning)]


def _table(value: Any) -> list[Any]:
    headings = [column["heading"] for column in value.columns]
    rows = [
        [str(cell.value if cell.value is not None else "") for cell in row] for row in value.rows
    ]
    return [Table(headings, rows, value.caption or "")] if headings else []


def _documents(value: Any) -> list[Any]:
    found = [each for each in value if each is not None]
    names = [
        f"{each.title} ({each.file_extension.upper()}, {filesizeformat(each.get_file_size())})"
        for each in found
    ]
    items = [
        [Paragraph([Run(name, url=absolute(each.url))])]
        for name, each in zip(names, found, strict=True)
    ]
    return [Items(items)] if items else []


def _links(value: Any) -> list[Any]:
    addressed = [(each, _link_address(each)) for each in value]
    items = [[Paragraph([Run(each["text"], url=url)])] for each, url in addressed if url]
    return [Items(items)] if items else []


def _link_address(link: Any) -> str:
    page = link["page"]
    if page is not None and page.live:
        return absolute(page.get_url() or "")
    return str(link["url"] or "")


def _questions(value: Any) -> list[Any]:
    return [
        block
        for each in value
        for block in (
            Paragraph([Run(each["question"], bold=True)]),
            *rich_text_blocks(each["answer"].source),
        )
    ]


_PRINTED: dict[str, Callable[[Any], list[Any]]] = {
    "heading": _heading,
    "paragraph": _rich_text,
    "picture": _picture,
    "callout": _callout,
    "table": _table,
    "documents": _documents,
    "links": _links,
    "questions": _questions,
}
