"""Realistic Thai documents in any number, already split into words, the same in every run.

Titles and summaries are built as those of learning material are: a kind, a subject, a topic, a
grade. Frequencies fall as in real text: few words are in a third of all documents, most are in a
handful. Words stand apart by spaces, so that `analyse` needs no segmenter and what is measured is
the engine.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from search.contract import Document, IndexText
from search.text.collation import thai_sort_key

KINDS = {
    "video": "คลิป การสอน",
    "worksheet": "ใบงาน",
    "knowledge-sheet": "ใบความรู้",
    "lesson-plan": "แผน การ จัดการ เรียนรู้",
    "test": "แบบทดสอบ",
    "ebook": "หนังสือ อิเล็กทรอนิกส์",
    "app": "แอปพลิเคชัน",
    "broadcast": "รายการ โทรทัศน์",
}
SUBJECTS = {
    "thai": "ภาษาไทย",
    "math": "คณิตศาสตร์",
    "science": "วิทยาศาสตร์ และ เทคโนโลยี",
    "social": "สังคมศึกษา ศาสนา และ วัฒนธรรม",
    "health": "สุขศึกษา และ พลศึกษา",
    "art": "ศิลปะ",
    "work": "การงาน อาชีพ",
    "foreign": "ภาษาอังกฤษ",
    "activity": "กิจกรรม พัฒนา ผู้เรียน",
}
GRADES = [
    f"{level}{year}"
    for level, years in (("k", 3), ("p", 6), ("m", 6))
    for year in range(1, years + 1)
]
MODES = ("onsite", "onair", "online", "ondemand", "onhand")
AUDIENCES = ("pupils", "teachers", "parents")
_TOPICS = """
    เศษส่วน ทศนิยม ร้อยละ สมการ เรขาคณิต พื้นที่ ปริมาตร เซลล์ พลังงาน แรง ไฟฟ้า ระบบ สุริยะ อาหาร
    สุขภาพ กีฬา ดนตรี นาฏศิลป์ วรรณคดี คำ ประโยค อ่าน เขียน ฟัง พูด ประวัติศาสตร์ ภูมิศาสตร์
    เศรษฐกิจ พอเพียง ประชาธิปไตย พุทธศาสนา สิ่งแวดล้อม ป่าไม้ น้ำ อากาศ ชุมชน ครอบครัว อาชีพ เกษตร
    คอมพิวเตอร์ วิทยาการ คำนวณ ข้อมูล สถิติ ความน่าจะเป็น เวลา เงิน เรื่องราว นิทาน เพลง ตัวอักษร
    สระ วรรณยุกต์
"""
TOPICS = _TOPICS.split()
START = datetime(2020, 5, 16, tzinfo=UTC)


@cache
def words() -> list[str]:
    """Topics first, then thousands of dictionary words in a fixed random order."""
    spec = importlib.util.find_spec("pythainlp")
    assert spec is not None
    assert spec.origin, "the word list comes with pythainlp"
    path = Path(spec.origin).parent / "corpus" / "words_th.txt"
    listed = [word for word in path.read_text("utf-8").split() if 3 <= len(word) <= 14]
    rest = sorted({*listed} - {*TOPICS})
    random.Random(4).shuffle(rest)  # noqa: S311
    return [*TOPICS, *rest[:30_000]]


def pick(chance: random.Random) -> str:
    """One word: of rank r with a likelihood of about 1/r."""
    every = words()
    return every[int(len(every) ** chance.random()) - 1]


def document(number: int) -> Document:
    """The document with this number."""
    chance = random.Random(number)  # noqa: S311
    kind, subject = chance.choice([*KINDS]), chance.choice([*SUBJECTS])
    first = chance.randrange(len(GRADES))
    grades = GRADES[first : first + chance.choice((1, 1, 1, 2, 3))]
    topic = " ".join(pick(chance) for _ in range(chance.randint(1, 4)))
    title = f"{KINDS[kind]} {SUBJECTS[subject]} เรื่อง {topic} grade{grades[0]}"
    summary = " ".join(pick(chance) for _ in range(chance.randint(12, 40)))
    platform = f"platform-{int(60 ** chance.random())}"
    return Document(
        key=f"resource:{number}",
        title=title,
        url=f"/resources/{number}/",
        summary=summary,
        keywords=(SUBJECTS[subject], *(f"grade{grade}" for grade in grades)),
        facets={
            "grade": tuple(grades),
            "subject": (subject,),
            "mode": tuple(chance.sample(MODES, chance.choice((1, 1, 2, 3)))),
            "kind": (kind,),
            "platform": (platform,),
            "provider": (f"provider-{int(25 ** chance.random())}",),
            "audience": tuple(chance.sample(AUDIENCES, chance.choice((1, 1, 2)))),
            "free": ("yes" if chance.random() < 0.8 else "no",),
            "room": ("resource",),
        },
        labels=(SUBJECTS[subject], *grades),
        published_at=START + timedelta(minutes=chance.randrange(3_000_000)),
        popularity=int(5_000 * chance.random() ** 4),
        title_order=thai_sort_key(title),
    )


def documents(number: int) -> Iterator[Document]:
    """The first so many documents."""
    return (document(n) for n in range(1, number + 1))


def sub_words(tokens: list[str]) -> str:
    """Half of the long words fall in two, as a fifth of real ones do in more."""
    long = (token for token in tokens if len(token) > 6 and ord(token[1]) % 2)
    return " ".join(part for token in long for part in (token[:4], token[4:]))


def grams(tokens: list[str]) -> str:
    """Character trigrams inside each word."""
    return " ".join(token[n : n + 3] for token in tokens for n in range(max(1, len(token) - 2)))


def analyse(document: Document) -> IndexText:
    """What the text pipeline would give, in a fraction of its time."""
    title = document.title.split()
    body = [*document.summary.split(), *" ".join(document.keywords).split()]
    return IndexText(
        title=" ".join(title),
        body=" ".join(body),
        title_parts=sub_words(title),
        body_parts=sub_words(body),
        attached="",
        grams=grams([*title, *body]),
        suffixes=tuple("".join(title[n:]) for n in range(len(title))),
    )
