"""Official documents: what they say is what was typed, and nothing of it is lost or cut."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from portal.core.models import SiteSettings
from portal.core.official_content import (
    PAGE_WIDTH,
    Facts,
    Heading,
    Items,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    SignatureBox,
    Signatures,
    Table,
    paragraph,
    paragraphs,
)
from portal.core.official_pdf import LetterHead, OfficialDocument
from tests.portal.core.pdf_reading import bare, pieces, text_of

MARKUP = (
    '#panic("x") #import $x^2$ @ref <label> [a] ]b[ \\ \\u{41} *bold* _it_ `raw` //c /*d*/ = h\n'
    "- li\n+ li\n/ t: d ~ -- --- \"q\" 's' {x} %(x)s {{ x }} <b>&amp;</b> #sys.inputs"
)
# Marks on tall letters, two above one another, ำ with a tone mark, and a letter with a tail.
THAI = "ที่นี่ ปู่ย่า น้ำ ผู้ใหญ่ ซึ่ง ฟื้นฟู ญี่ปุ่น กตัญญู ปฏิญญา ก๊ำ ฐานข้อมูล เพื่อ ศึกษา ณ ฯลฯ ๆ"
LEFT, RIGHT = 85.0, 85.0 + PAGE_WIDTH + 1.0


def document(*blocks: object, **options: object) -> OfficialDocument:
    head = LetterHead("สำนักงานเขตพื้นที่การศึกษาตัวอย่าง", "กลุ่มส่งเสริมการศึกษาทางไกล")
    values: dict[str, object] = {"title": "แผนตัวอย่าง", "letter_head": head, **options}
    return OfficialDocument(blocks=list(blocks), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", [MARKUP, THAI], ids=["markup", "thai"])
def test_what_somebody_typed_is_printed_as_typed_everywhere(typed: str) -> None:
    made = document(
        Heading(typed),
        paragraph(typed),
        Paragraph([Run(typed, bold=True), Run(typed, italic=True, url="https://example.org/")]),
        Items([[paragraph(typed)], [paragraph(typed)]], "numbers"),
        Table([typed, typed], [[typed, typed]], caption=typed),
        Note(typed, [paragraph(typed)], warning=True),
        Facts([(typed, typed)]),
        Signatures([SignatureBox(typed, typed, typed, typed, typed)]),
        title=typed,
        mark=typed,
        footer=typed,
        cover=True,
        contents=True,
        subtitles=(typed,),
    )

    said = text_of(made.as_pdf())

    # Every place above at least once; head and foot come again on every page.
    assert said.count(bare(typed)) >= 23


def test_words_can_be_searched_with_a_plain_reader() -> None:
    pdf = document(paragraph(THAI), paragraph("ที่ ท ที่ ข้อ ข เพื่อ")).as_pdf()

    plain = bare(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())

    assert bare(THAI) in plain
    assert bare("ที่ท ที่ข้อขเพื่อ") in plain


def test_a_letter_head_has_what_the_office_says_of_itself() -> None:
    office = SiteSettings(
        office_name_th="สพท.ตัวอย่าง",
        office_name_en="Sample office",
        address="1 ถนนหนึ่ง\nอำเภอเมือง",
        telephone="042 000 000",
        email="a@example.org",
    )
    with translation.override("th"):
        said = text_of(document(letter_head=LetterHead.of(office)).as_pdf())
    with translation.override("en"):
        in_english = text_of(document(letter_head=LetterHead.of(office)).as_pdf())

    assert "สพท.ตัวอย่าง" in said
    assert bare("1 ถนนหนึ่ง อำเภอเมือง") in said
    assert "042000000" in said
    assert "a@example.org" in said
    assert "Sampleoffice" in in_english


@pytest.mark.parametrize(("thai_digits", "second"), [(True, "หน้า๒"), (False, "หน้า2")])
def test_pages_and_contents_are_numbered_in_the_digits_that_are_asked_for(
    thai_digits: bool, second: str
) -> None:
    blocks = [Heading("บทที่หนึ่ง"), PageBreak(), Heading("บทที่สอง"), Heading("ข้อ", 2)]

    pdf = document(*blocks, contents=True, thai_digits=thai_digits).as_pdf()

    assert second in text_of(pdf, first_page=2)
    contents = text_of(pdf).partition("บทที่สอง")[2]
    assert contents.lstrip(".").startswith("๒" if thai_digits else "2")


def test_the_same_document_makes_the_same_bytes() -> None:
    made = document(paragraph(THAI))

    assert made.as_pdf() == made.as_pdf()


def test_a_mark_above_a_letter_with_a_tail_stands_above_it() -> None:
    """The font's own place for it is wrong; see the typesetter's template."""
    found = [each for each in pieces(document(paragraph("ญี่ปุ่น")).as_pdf()) if "ญ" in each.text]

    (letter,) = found
    assert LEFT <= letter.left <= LEFT + 1
    (page,) = document(paragraph("ญี่"), title="").as_pictures(ppi=72)
    picture = Image.open(io.BytesIO(page)).convert("L")
    ink_before_the_margin = picture.crop((0, 130, 84, 400)).getextrema()[0]
    assert ink_before_the_margin == 255


def test_tables_repeat_their_head_and_never_lose_or_cut_text() -> None:
    cells = [
        "พระบรมราชูปถัมภ์" * 6,
        "1234567890" * 8,
        "https://example.org/" + "a" * 90,
        THAI,
        "กกกกกกกกกกกกกกกกกกกกกกกกกกกกกก",
        "1,234,567.89",
        "ที่",
    ]
    headings = ["ที่", "รหัส", "ที่อยู่", "โครงการตามยุทธศาสตร์", "ชื่อ", "งบประมาณ", "หมายเหตุ"]
    rows = [[*cells[number % 7 :], *cells[: number % 7]] for number in range(60)]

    pdf = document(Table(headings, rows), title="").as_pdf()

    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    said = text_of(pdf)
    assert pages > 2
    assert said.count("หมายเหตุ") == pages
    assert all(said.count(bare(cell)) >= 60 for cell in cells if len(cell) < 12)
    inside = [each for each in pieces(pdf) if each.text.strip()]
    assert [each for each in inside if each.left < LEFT - 0.5 or each.right > RIGHT] == []
    assert _crossings(Table(headings, rows), inside) == []


def _crossings(table: Table, found: list[object]) -> list[object]:
    """Pieces that stand in more than one column of a table."""
    edges, at = [], LEFT
    columns = table.as_data()["columns"]
    whole = sum(column["share"] for column in columns)
    for column in columns[:-1]:
        at += column["share"] / whole * PAGE_WIDTH
        edges.append(at)
    body = [each for each in found if 65 < each.bottom < 770]  # type: ignore[attr-defined]
    head_line = max(each.bottom for each in body) - 60  # type: ignore[attr-defined]
    return [
        each
        for each in body
        if each.page > 1
        and each.bottom < head_line  # type: ignore[attr-defined]
        and any(each.left < edge - 0.5 and each.right > edge + 0.5 for edge in edges)  # type: ignore[attr-defined]
    ]


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    long = " ".join(f"ข้อความที่{number}" for number in range(900))

    said = text_of(document(Table(["ก", "ข"], [[long, "สั้น"]])).as_pdf())

    assert "ข้อความที่0ข้อความที่1" in said
    assert "ข้อความที่899" in said


def test_a_picture_is_printed_with_its_caption() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, "PNG")

    made = document(
        Note("ใน", [Picture(drawn.getvalue(), "png", alt="สีแดง", caption="ภาพที่ ๑")]),
        Items([[Picture(drawn.getvalue(), "png")]]),
    )

    assert "ภาพที่๑" in text_of(made.as_pdf())
    page = Image.open(io.BytesIO(made.as_pictures(50)[0])).convert("RGB")
    assert (255, 0, 0) in {color for _count, color in page.getcolors(100_000)}


def test_plain_text_has_paragraphs_where_somebody_left_a_line_free() -> None:
    assert [part.runs[0].text for part in paragraphs("หนึ่ง\nสอง\n\n\nสาม\n")] == [
        "หนึ่ง\nสอง",
        "สาม",
    ]
    assert paragraphs(" \n ") == []
