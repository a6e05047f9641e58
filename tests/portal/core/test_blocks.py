"""Every block of a body, as readers and their screen readers meet it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image

from portal.core.blocks import BodyBlock
from portal.core.models import SiteDocument, SiteImage
from tests.portal.home import site_pages


def _body_page(client: Client) -> str:
    home = site_pages.make_home()
    picture = io.BytesIO()
    Image.new("RGB", (64, 36)).save(picture, "PNG")
    image = SiteImage.objects.create(title="ภาพ", file=ImageFile(picture, "a.png"), credit="ครูสมศรี")
    document = SiteDocument.objects.create(title="ใบงาน", file=ContentFile(b"a" * 2048, "a.pdf"))
    blocks = site_pages.every_block(home, image, document)
    assert {block["type"] for block in blocks} == set(BodyBlock().child_blocks)
    site_pages.make_standard(home, body=blocks)
    page = client.get("/about/")
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize(
    "expected",
    [
        "<h2>หัวข้อใหญ่</h2>",
        "<h3>หัวข้อเล็ก</h3>",
        "<b>ตัวหนา</b>",
        'alt="ครูหน้าชั้น"',
        "ภาพประกอบ · ครูสมศรี",
        "คำเตือน",
        "ควรรู้",
        "<caption>ช่องออกอากาศ</caption>",
        '<th scope="col">ช่อง</th>',
        "<summary>ถามว่า</summary>",
        '<a class="button" href="/">หน้าในเว็บ</a>',
        'href="https://www.example.org/">เว็บอื่น</a>',
        "ใบงาน (PDF, ",
    ],
)
def test_block_is_rendered(client: Client, db: None, expected: str) -> None:
    assert expected in _body_page(client)


def test_link_without_target_is_left_out(client: Client, db: None) -> None:
    assert "ไม่มีปลายทาง" not in _body_page(client)


def test_link_to_a_draft_is_left_out(client: Client, db: None) -> None:
    home = site_pages.make_home()
    draft = site_pages.make_standard(home, slug="draft", live=False)
    link: Any = {"type": "links", "value": [{"text": "ไปที่ร่าง", "page": draft.pk, "url": ""}]}
    site_pages.make_standard(home, body=[link])
    assert "ไปที่ร่าง" not in client.get("/about/").content.decode()
