"""House style of the public templates: what the strict content policy would block is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
# Wagtail's admin has a policy of its own.
TEMPLATES = [
    path
    for path in sorted(ROOT.rglob("*.html"))
    if not {"admin", "wagtailadmin"} & set(path.relative_to(ROOT).parts)
]
SCRIPT_WITH_CONTENT = re.compile(r"<script(?![^>]*(?:\bsrc=|application/ld\+json))[^>]*>", re.I)
# An attribute of a tag that calls for inline style or script.
INLINE = re.compile(r"<[^>]*\s(?:style|on[a-z]+)\s*=", re.I)
FOREIGN = re.compile(
    r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=[\"']?(?:https?:)?//", re.I
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_nothing_inline_and_nothing_foreign(path: Path) -> None:
    source = path.read_text()
    assert not SCRIPT_WITH_CONTENT.search(source)
    assert "<style" not in source
    assert not INLINE.search(source)
    assert not FOREIGN.search(source)


@pytest.mark.parametrize("sheet", ["site.css", "print.css"])
def test_style_sheet_asks_no_other_host(sheet: str) -> None:
    source = (Path(settings.BASE_DIR) / "static" / "css" / sheet).read_text()
    assert "@import" not in source
    assert "//" not in re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    assert "@font-face" not in source
