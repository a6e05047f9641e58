"""The small page: what changed, in Thai words, and that it stays small."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.approvals.differences import changes, words_of
from portal.approvals.documents import ApprovalDocument, Section
from tests.portal.approvals.factories import LEVELS, Office

MOST = 50_000
LONG = "โครงการพัฒนาคุณภาพการจัดการศึกษาทางไกลผ่านดาวเทียมของโรงเรียนขนาดเล็กในพื้นที่ห่างไกล "


def document(*paragraphs: str, title: str = "แผน") -> ApprovalDocument:
    return ApprovalDocument(title, [], [Section("บทที่ ๑", list(paragraphs))])


def told(before: ApprovalDocument, after: ApprovalDocument) -> list[list[tuple[str, str]]]:
    return [[tuple(piece) for piece in change.pieces] for change in changes(before, after)]


def test_one_word_of_a_sentence() -> None:
    assert told(
        document("งบประมาณ ๑๐,๐๐๐ บาท จากสำนักงาน"), document("งบประมาณ ๒๐,๐๐๐ บาท จากสำนักงาน")
    ) == [
        [
            ("same", "งบประมาณ "),
            ("del", "๑๐"),
            ("ins", "๒๐"),
            ("same", ",๐๐๐ บาท จากสำนักงาน"),
        ]
    ]


def test_thai_is_compared_by_words_not_by_letters() -> None:
    assert told(document("พัฒนาครูปลายทางทุกคน"), document("พัฒนาครูต้นทางทุกคน")) == [
        [("same", "พัฒนาครู"), ("del", "ปลายทาง"), ("ins", "ต้นทาง"), ("same", "ทุกคน")]
    ]


def test_paragraphs_that_came_and_went() -> None:
    assert told(document("หนึ่ง", "สอง"), document("สอง", "สาม")) == [
        [("del", "หนึ่ง")],
        [("ins", "สาม")],
    ]


def test_another_title() -> None:
    assert told(document("หนึ่ง"), document("หนึ่ง", title="แผน ๒")) != []


def test_nothing_changed() -> None:
    assert told(document("หนึ่ง", "สอง"), document("หนึ่ง", "สอง")) == []


@given(st.text(alphabet="กขเาิ้์ๆ ๑๒ab.,\n", max_size=60))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words_of(text)) == text


WORDS = st.lists(st.sampled_from(["แผน", "ครู", "งบประมาณ", " ", "๑", "ใหม่"]), max_size=8)
PARAGRAPHS = st.lists(WORDS.map("".join), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_changes_lose_nothing(old: list[str], new: list[str]) -> None:
    """Every paragraph of either side is told of as it is, or is on both sides."""
    found = changes(document(*old), document(*new))
    gone = ["".join(p.text for p in each.pieces if p.kind != "ins") for each in found]
    come = ["".join(p.text for p in each.pieces if p.kind != "del") for each in found]
    assert set(old) - set(new) <= set(gone)
    assert set(new) - set(old) <= set(come)


def make_long(office: Office, chapters: int, mark: str = "") -> None:
    """Some hundred pages of text."""
    plan = office.newest
    rows = [
        {
            "type": "chapter",
            "value": {
                "role": "context",
                "title": f"บทที่ {number}",
                "body": [
                    {"type": "paragraph", "value": f"<p>{mark}{number} {LONG * 6}</p>"}
                    for _paragraph in range(20)
                ],
            },
        }
        for number in range(chapters)
    ]
    plan.chapters = json.dumps(rows)
    plan.save_revision(user=office.author)


@pytest.mark.django_db
def test_a_plan_of_two_hundred_pages_stays_small(office: Office) -> None:
    """40 chapters of 20 paragraphs of 500 letters: 800 paragraphs, all of them reworded."""
    make_long(office, 40)
    office.bring_to("approved")
    make_long(office, 40, "แก้ไข ")
    office.submit()
    path = office.link_for(office.people["group_head"])[1]
    response = Client().post(path, {"action": "return", "remark": "", "code": ""})
    assert response.status_code == 422
    sizes = [
        len(Client().get(path).content),
        len(Client().post(path, {"action": "sign", "remark": "ก" * 2000}).content),
    ]
    assert max(sizes) < MOST, sizes
    text = response.content.decode()
    assert "<ins>" in text
    assert 'href="full/"' in text
    full = Client().get(f"{path}full/").content.decode()
    assert "บทที่ 39" in full
    assert len(full.encode()) > 1_000_000


@pytest.mark.django_db
def test_what_the_page_shows(office: Office) -> None:
    office.bring_to("approved")
    office.write("เรียนรู้ได้ทุกเวลา")
    office.submit()
    text: Any = Client().get(office.link_for(office.people["group_head"])[1]).content.decode()
    assert "<h1>แผนดิจิทัล ๒๕๗๐</h1>" in text
    assert "<del>" in text
    assert "<ins>" in text
    for label in ("เห็นชอบ", "ส่งกลับปรับปรุง", "ไม่เห็นชอบ"):
        assert label in text
    for number, name in office.plan.redo_choices():
        assert f'value="{number}"' in text
        assert name in text
    assert len(text.encode()) < MOST


@pytest.mark.django_db
def test_the_director_approves_where_others_concur(office: Office) -> None:
    office.submit()
    for role in LEVELS:
        text = Client().get(office.link_for(office.people[role])[1]).content.decode()
        assert ("ไม่อนุมัติ" in text) == (role == "director")
        office.act("sign", role)


@pytest.mark.django_db
def test_nothing_typed_is_taken_for_markup(office: Office) -> None:
    office.write('<img src=x onerror="alert(1)">')
    office.submit()
    path = office.link_for(office.people["group_head"])[1]
    response = Client().post(path, {"remark": "</textarea><script>", "code": "1"})
    assert "<img" not in response.content.decode()
    assert "<script" not in response.content.decode()
