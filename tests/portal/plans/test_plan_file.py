"""The PDF of an edition: the same words as the page, made once, and what happens when it fails."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from portal.plans import edition_files
from portal.plans.edition_files import FileNotMade, file_digest, ready_file
from portal.plans.models import Channel, PlanEdition, PlanPage
from portal.plans.signals import plan_file_opened
from tests.portal.core.pdf_reading import bare, pieces, text_of
from tests.portal.plans.factories import Office
from tests.portal.plans.long_plan import HARD, long_plan
from tests.portal.plans.test_plan_page import FULL

LEFT, RIGHT = 84.5, 539.5  # the margins of a page, in points


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def edition(office: Office) -> PlanEdition:
    """The first edition of a plan with everything."""
    return office.approve(office.plan(**FULL)).editions.get()


def address_of(edition: PlanEdition) -> str:
    return reverse("plans:edition_file", args=[edition.page_id, edition.number])


def content_of(edition: PlanEdition) -> bytes:
    return default_storage.open(ready_file(edition)).read()


def words_of_page(plan: PlanPage) -> list[str]:
    """The words of the plan's own text on its page: every paragraph, list item and cell."""
    shown = Client().get(plan.get_url()).content.decode()
    text = shown.partition('class="plan__text"')[2].partition('id="approval-block"')[0]
    text = re.sub(r"<svg.*?</svg>|<figcaption.*?</figcaption>", "", text, flags=re.DOTALL)
    found = re.findall(r"<(p|li|td|dd|h2)\b[^>]*>(.*?)</\1>", text, re.DOTALL)
    plain = (html.unescape(re.sub(r"<[^>]+>", " ", inner)) for _tag, inner in found)
    chrome = re.compile(r"ตารางคำนวณ|CSV|แท่งคือ|The bar|รวมทุกโครงการ|All projects|ณ วันที่|as of")
    return [bare(each) for each in plain if bare(each) and not chrome.search(each)]


def test_the_file_says_what_the_page_says(office: Office) -> None:
    plan = office.approve(office.plan(**long_plan(12)))

    said = text_of(content_of(plan.editions.get()))

    words = words_of_page(plan)
    assert len(words) > 100
    assert [each for each in words if not _is_said(each, said)] == []
    assert all(said.count(bare(hard)) for hard in HARD)


def _is_said(words: str, said: str) -> bool:
    """Whether the words are there whole, or in two parts where a page ends within them."""
    cuts = range(1, len(words))
    return words in said or any(words[:cut] in said and words[cut:] in said for cut in cuts)


def test_no_word_leaves_its_page(office: Office) -> None:
    plan = office.approve(office.plan(**long_plan(12)))

    found = [each for each in pieces(content_of(plan.editions.get())) if each.text.strip()]

    assert [
        each
        for each in found
        if each.left < LEFT or each.right > RIGHT + 4 * each.text.endswith(" ")
    ] == []
    assert [each for each in found if not 30 < each.bottom < 815] == []


def test_the_file_holds_cover_contents_approval_and_seal(edition: PlanEdition) -> None:
    said = text_of(content_of(edition))

    assert said.count(bare(edition.page.title)) > 2
    assert "สารบัญ" in said
    assert "ผู้อํานวยการสํานักงานเขตพื้นที่การศึกษา" in said
    assert edition.digest in said
    assert "หน้า๒" in said
    assert bare("=HYPERLINK(1)") in said


def test_approval_makes_the_file_in_the_background(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    plan = office.plan(**FULL)
    with django_capture_on_commit_callbacks(execute=True):
        office.approve(plan)

    edition = PlanEdition.objects.get(page=plan.pk)
    assert edition.pdf
    assert default_storage.exists(edition.pdf.name)


def test_the_file_is_made_once_and_made_again_where_it_is_lost(edition: PlanEdition) -> None:
    name = ready_file(edition)
    first = default_storage.open(name).read()
    changed_at = default_storage.get_modified_time(name)

    assert ready_file(edition) == name
    assert default_storage.get_modified_time(name) == changed_at
    default_storage.delete(name)
    assert ready_file(PlanEdition.objects.get(pk=edition.pk)) == name
    assert default_storage.open(name).read() == first


def test_a_browser_that_has_the_file_is_not_sent_it_again(edition: PlanEdition) -> None:
    opened: list[Any] = []

    def listen(sender: Any, **news: Any) -> None:
        opened.append((sender, news["edition"], news["request"].path))

    plan_file_opened.connect(listen)
    client = Client()
    first = client.get(address_of(edition))
    second = client.get(address_of(edition), headers={"If-None-Match": first["ETag"]})
    head = client.head(address_of(edition))

    edition.refresh_from_db()
    assert b"".join(first).startswith(b"%PDF-")  # type: ignore[arg-type]
    assert first["Content-Type"] == "application/pdf"
    assert first["ETag"] == f'"{file_digest(edition)}"'
    assert second.status_code == 304
    assert head.status_code == 200
    # What a browser shows from its copy was opened again; HEAD opens nothing.
    assert opened == [(PlanEdition, edition, address_of(edition))] * 2


def test_a_file_that_cannot_be_made_is_told_and_tried_again(
    edition: PlanEdition, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from portal.plans import document

    working = document.edition_document

    def broken(edition: PlanEdition) -> Any:
        raise OSError("no space left on device")

    monkeypatch.setattr(document, "edition_document", broken)
    client = Client()
    answer = client.get(address_of(edition))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "no space left" in caplog.text
    assert edition.channels.get(channel=Channel.PDF).fault == "no space left on device"

    monkeypatch.setattr(document, "edition_document", working)
    with pytest.raises(FileNotMade):  # not more than once a minute
        ready_file(edition)
    edition_files.try_again(edition)
    assert client.get(address_of(edition)).status_code == 200
    assert edition.channels.get(channel=Channel.PDF).fault == ""


def test_the_file_has_every_kind_of_block(office: Office) -> None:
    import json

    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    from tests.portal.home.site_pages import every_block

    image = get_image_model().objects.create(title="ภาพ", file=get_test_image_file())
    from django.core.files.base import ContentFile

    paper = get_document_model().objects.create(
        title="คำสั่งแต่งตั้ง", file=ContentFile(b"x", name="order.pdf")
    )
    blocks = every_block(office.home, image, paper)
    blocks.append(
        {
            "type": "paragraph",
            "value": "<p>ก่อน <b>หนา</b> <i>เอียง</i> <a href='https://example.org/'>ลิงก์</a><br/>ต่อ</p>"
            "<ol><li>หนึ่ง<ul><li>ย่อย</li></ul></li></ol><hr/>",
        }
    )
    chapters = json.dumps(
        [
            {
                "type": "chapter",
                "value": {"role": "context", "title": "บริบท", "body": blocks},
            }
        ]
    )
    plan = office.approve(office.plan(chapters=chapters))

    said = text_of(content_of(plan.editions.get()))

    expected = "หัวข้อใหญ่ หัวข้อเล็ก ภาพประกอบ โปรดระวัง ควรรู้ DLTV1 คำสั่งแต่งตั้ง(PDF หน้าในเว็บ"
    expected += " เว็บอื่น ถามว่า ตอบว่า หนาเอียงลิงก์ หนึ่ง ย่อย ช่องออกอากาศ"
    assert [word for word in map(bare, expected.split()) if word not in said] == []
    assert "ไม่มีปลายทาง" not in said
