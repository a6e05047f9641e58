"""Thai text in PDF files as of today: marks in old font codes, ำ in two halves."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.base import ContentFile
from playwright.sync_api import BrowserContext

from portal.core.models import SiteDocument
from search.attached_text import attached_texts, read_document
from search.text.analyser import tokens

WORKSHEET = "ใบงาน เรื่อง น้ำและการบวกเศษส่วน ชั้นประถมศึกษาปีที่ ๔ ให้นักเรียนระบายสีตามจำนวน ผู้ใหญ่ ปู่ ป้ำ"


def test_words_of_a_thai_pdf_are_those_that_were_printed(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context().new_page()
    page.set_content(f"<p style='font-family: Loma, sans-serif'>{WORKSHEET}</p>")
    document = SiteDocument(title="ใบงาน")
    document.file.save("ใบงาน.pdf", ContentFile(page.pdf()))

    read_document.func(document.pk)

    assert tokens(attached_texts([document.pk])[document.pk], "index") == tokens(WORKSHEET, "index")
