"""The words of attached documents are read in a process of their own, within limits."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from portal.core.models import SiteDocument
from search import attached_text
from search.attached_reading import MOST_LETTERS
from search.attached_text import attached_texts, read_document, read_unread
from search.models import AttachedText

pytestmark = pytest.mark.django_db


def pdf(text: str) -> bytes:
    """A PDF of one page with a line of Latin text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R"
        b"/Resources<</Font<</F1 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(body))
    )


def word(*paragraphs: str) -> bytes:
    """A DOCX with paragraphs and a table."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_table(1, 1).cell(0, 0).text = "ช่องตาราง"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A small archive of a huge document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (101 * 1024 * 1024))
    return buffer.getvalue()


def saved(name: str, content: bytes) -> SiteDocument:
    document = SiteDocument(title="ใบงาน")
    document.file.save(name, ContentFile(content))
    return document


def test_words_of_a_docx_are_kept_with_its_tables() -> None:
    document = saved("ใบงาน.docx", word("ใบงานเศษส่วน", "ระบายสีตามจำนวน"))

    assert read_document.func(document.pk) == AttachedText.State.DONE
    assert attached_texts([document.pk, 0]) == {
        document.pk: "ใบงานเศษส่วน\nระบายสีตามจำนวน\nช่องตาราง"
    }


def test_words_of_a_pdf_are_kept() -> None:
    document = saved("sheet.PDF", pdf("Fractions worksheet"))

    read_document.func(document.pk)

    assert attached_texts([document.pk])[document.pk] == "Fractions worksheet"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n"),
        ("broken.docx", b"PK\x03\x04" + b"\x00" * 40),
        ("bomb.docx", bomb()),
    ],
    ids=["pdf", "docx", "bomb"],
)
def test_a_file_that_cannot_be_read_is_noted_and_not_tried_for_ever(
    name: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = saved(name, content)

    for _again in range(5):
        assert read_document.func(document.pk) == AttachedText.State.FAILED

    row = AttachedText.objects.get()
    assert (row.tries, row.text) == (attached_text.MOST_TRIES, "")
    assert row.error
    assert attached_texts([document.pk]) == {}


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached_text, "WALL_SECONDS", 0.01)
    document = saved("slow.docx", word("เศษส่วน"))

    assert read_document.func(document.pk) == AttachedText.State.FAILED


def test_a_long_document_gives_only_its_beginning() -> None:
    document = saved("long.docx", word(*["เศษส่วน" * 100] * 100))

    read_document.func(document.pk)

    assert len(attached_texts([document.pk])[document.pk]) == MOST_LETTERS


def test_the_same_file_is_read_once_and_a_new_one_again(monkeypatch: pytest.MonkeyPatch) -> None:
    document = saved("a.docx", word("เก่า"))
    read_document.func(document.pk)
    read: list[Path] = []
    own = attached_text.read_file
    monkeypatch.setattr(attached_text, "read_file", lambda path: read.append(path) or own(path))

    read_document.func(document.pk)
    assert read == []

    document.file.save("a.docx", ContentFile(word("ใหม่")))
    read_document.func(document.pk)
    assert attached_texts([document.pk])[document.pk].startswith("ใหม่")


def test_saving_gives_a_task_and_deleting_forgets(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = saved("b.docx", word("เศษส่วน"))
    assert attached_texts([document.pk])

    with django_capture_on_commit_callbacks(execute=True):
        saved("c.txt", b"text")
    assert AttachedText.objects.count() == 1

    document.delete()
    assert AttachedText.objects.count() == 0


def test_a_rebuild_reads_what_nobody_has_read_yet() -> None:
    document = saved("ใบงานเก่า.docx", word("เศษส่วน"))
    saved("ภาพ.txt", b"text")
    assert not AttachedText.objects.exists()

    call_command("rebuild_search", verbosity=0)

    assert attached_texts([document.pk])[document.pk].startswith("เศษส่วน")
    assert read_unread() == 0


def test_nothing_attached_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert attached_texts([]) == {}
