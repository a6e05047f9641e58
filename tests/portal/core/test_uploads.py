"""Uploads are judged by what they hold, not by what they are called."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal.core.forms import content_family
from portal.core.models import SiteDocument, SiteImage

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 64


def png() -> bytes:
    """A real picture of four pixels."""
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def workbook() -> bytes:
    """A real spreadsheet."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


@pytest.fixture
def staff(client: Client, superuser: Any) -> Client:
    client.force_login(superuser)
    return client


def send(staff: Client, name: str, content: bytes, kind: str) -> Any:
    """Upload a file through the admin's own form."""
    data = {"title": "แผนการสอน", "file": SimpleUploadedFile(name, content), "collection": 1}
    return staff.post(reverse(f"wagtail{kind}:add"), data)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ใบงาน.pdf", b"%PDF-1.7\n1 0 obj\n"),
        ("คะแนน.xlsx", workbook()),
        ("รายชื่อ.csv", "โรงเรียน,อำเภอ\n".encode()),
        ("archive.zip", b"PK\x03\x04" + b"\x00" * 40),
    ],
    ids=["pdf", "xlsx", "csv", "zip"],
)
def test_an_honest_document_is_kept(staff: Client, name: str, content: bytes) -> None:
    assert send(staff, name, content, "docs").status_code == 302
    assert SiteDocument.objects.get().title == "แผนการสอน"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ใบงาน.pdf", PROGRAM),
        ("ใบงาน.pdf", b"<html><script>alert(1)</script>"),
        ("คะแนน.xlsx", b"%PDF-1.7\n"),
        ("รายชื่อ.csv", png()),
        ("รายชื่อ.txt", PROGRAM),
    ],
    ids=["program-pdf", "html-pdf", "pdf-xlsx", "picture-csv", "program-txt"],
)
def test_a_document_in_disguise_is_refused_and_what_was_typed_stays(
    staff: Client, name: str, content: bytes
) -> None:
    page = send(staff, name, content, "docs").content.decode()

    assert f"เนื้อหาของไฟล์ “{name}” ไม่ใช่ไฟล์ชนิด .{name.rpartition('.')[2]}" in page
    assert "แผนการสอน" in page
    assert not SiteDocument.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"not a picture"),
        ("photo.jpg", PROGRAM),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ],
    ids=["text", "program", "drawing-in-disguise", "drawing"],
)
def test_a_picture_that_is_none_is_refused_in_thai(
    staff: Client, name: str, content: bytes
) -> None:
    answer = send(staff, name, content, "images")

    errors = str(answer.context["form"].errors["file"])
    assert any("ก" <= letter <= "ฮ" for letter in errors)
    assert not SiteImage.objects.exists()


@pytest.mark.django_db
def test_a_real_picture_is_kept(staff: Client) -> None:
    assert send(staff, "photo.png", png(), "images").status_code == 302
    assert SiteImage.objects.get().width == 2


def test_text_has_no_null_bytes() -> None:
    assert content_family("สวัสดี".encode()) == "text"
    assert content_family(b"a\x00b") == ""
