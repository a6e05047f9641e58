"""Judged queries: how they are kept, how they are asked of an index, and how well it does."""

from __future__ import annotations

import os
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search import engines, service
from search.contract import Document
from search.text.segmenting import word_data

HERE = Path(__file__).parent
# Each set of queries, and the documents that it was judged over.
SETS = {
    "relevance.toml": "relevance_documents.toml",
    "relevance_second.toml": "relevance_documents.toml",
    "relevance_third.toml": "relevance_third_documents.toml",
}
EXTRA_TITLES = int(os.environ.get("SEARCH_EXTRA_TITLES", "0"))
KINDS = {
    "topic", "compound", "part", "mixed", "spacing", "case", "thai-digits", "grade", "range",
    "subject", "colloquial", "synonym", "abbreviation", "indicator", "course", "repetition",
    "damage", "misspelling", "layout", "precision", "no-answer",
}  # fmt: skip
SUBJECTS = {
    "th": ("ภาษาไทย", "Thai language"),
    "ma": ("คณิตศาสตร์", "Mathematics"),
    "sc": ("วิทยาศาสตร์และเทคโนโลยี", "Science and technology"),
    "so": ("สังคมศึกษา ศาสนา และวัฒนธรรม", "Social studies, religion and culture"),
    "he": ("สุขศึกษาและพลศึกษา", "Health and physical education"),
    "ar": ("ศิลปะ", "Art"),
    "wo": ("การงานอาชีพ", "Career education"),
    "en": ("ภาษาต่างประเทศ", "Foreign languages"),
    "activity": ("กิจกรรมพัฒนาผู้เรียน", "Learner development activities"),
    "early_childhood": ("ปฐมวัย", "Early childhood development"),
}
KIND_NAMES = {
    "video": "วิดีโอ",
    "lesson_plan": "แผนการจัดการเรียนรู้",
    "worksheet": "ใบงาน",
    "activity_sheet": "ใบกิจกรรม",
    "knowledge_sheet": "ใบความรู้",
    "ebook": "หนังสืออิเล็กทรอนิกส์",
    "audio": "เสียง",
    "app": "แอปพลิเคชัน",
    "test": "แบบทดสอบ",
}
LEVELS = {"k": ("อ", "อนุบาล"), "p": ("ป", "ประถมศึกษา"), "m": ("ม", "มัธยมศึกษา")}


def read(name: str, table: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((HERE / name).read_text("utf-8"))[table])


def document(row: dict[str, Any]) -> Document:
    """Describe a row as the catalogue does: names of its grades, subject and kind are keywords."""
    keywords = [
        KIND_NAMES[row["kind"]],
        *row.get("tags", ()),
        *SUBJECTS.get(row.get("subject"), ()),
    ]
    for grade in row.get("grades", ()):
        letter, level = LEVELS[grade[0]]
        keywords += [f"{letter}.{grade[1]}", f"{level}ปีที่ {grade[1]}"]
    return Document(
        key=row["id"],
        title=row["title"],
        url=f"/resources/{row['id']}/",
        summary=row.get("summary", ""),
        keywords=tuple(keywords),
        codes=tuple(row.get("codes", ())),
        facets={
            "grade": tuple(row.get("grades", ())),
            "subject": (row["subject"],) if "subject" in row else (),
            "kind": (row["kind"],),
            "room": ("resource",),
        },
    )


def unrelated(count: int) -> Iterator[Document]:
    """Titles of random frequent words, always the same ones."""
    chance = random.Random(4)  # noqa: S311
    frequencies = word_data().frequency
    words = [word for word in sorted(frequencies) if len(word) > 2 and frequencies[word] >= 50]
    for number in range(count):
        title = "".join(chance.choices(words, k=chance.randint(3, 6)))
        yield Document(key=f"extra:{number}", title=title, url="/", facets={"room": ("extra",)})


@dataclass(frozen=True)
class Judged:
    """One query with its answer; figures leave out the unrelated titles."""

    kind: str
    text: str
    frozen: bool
    found: list[str]
    relevant: frozenset[str]
    unwanted: frozenset[str]
    stage: int
    total: int
    shown: str

    @property
    def recall(self) -> float:
        return len(self.relevant & set(self.found)) / len(self.relevant)

    @property
    def reciprocal_rank(self) -> float:
        places = [place for place, key in enumerate(self.found, 1) if key in self.relevant]
        return 1 / places[0] if places else 0.0


def ask(row: dict[str, Any]) -> Judged:
    found = service.find(row["text"], {}, per_page=50 if EXTRA_TITLES else 10)
    own = [hit.key for hit in found.answer.hits if not hit.key.startswith("extra:")]
    return Judged(
        kind=row["kind"],
        text=row["text"],
        frozen=row.get("frozen", False),
        found=own[:10],
        relevant=frozenset(row["relevant"]),
        unwanted=frozenset(row.get("unwanted", ())),
        stage=int(found.stage),
        total=len(own) if EXTRA_TITLES else found.answer.total,
        shown=found.shown_query,
    )


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def report(answers: list[Judged]) -> None:
    """Print the figures and what missed, for who tunes the rules."""
    for name, wanted in (("open", False), ("frozen", True)):
        part = [one for one in answers if one.frozen == wanted]
        asked = [one for one in part if one.relevant]
        nothing = [one.total for one in part if one.kind == "no-answer"]
        print(  # noqa: T201
            f"{name}: recall {mean([one.recall for one in asked]):.3f}"
            f" MRR {mean([one.reciprocal_rank for one in asked]):.3f}"
            f" no-answer {mean([float(total) for total in nothing]):.2f} of {len(part)}"
            f" misspelling {mean([one.recall for one in asked if one.kind == 'misspelling']):.3f}"
        )
    for one in answers:
        missed = one.relevant - set(one.found)
        wrong = one.unwanted & set(one.found)
        late = bool(one.relevant) and one.reciprocal_rank < 1
        if missed or wrong or late or (not one.relevant and one.total):
            print(  # noqa: T201
                "frozen" if one.frozen else "open", one.kind, repr(one.text), "stage", one.stage,
                "shown", one.shown, "missed", sorted(missed), "wrong", sorted(wrong),
                "found", one.found[:5], one.total,
            )  # fmt: skip


def answers() -> dict[str, list[Judged]]:
    """Every query of every set, asked once of an index of its documents alone."""
    found: dict[str, list[Judged]] = {}
    for documents in dict.fromkeys(SETS.values()):
        index(documents)
        for name in (name for name, over in SETS.items() if over == documents):
            found[name] = [ask(row) for row in read(name, "query")]
    return found


def index(name: str) -> None:
    """Fill the index with the documents of a file, and with nothing else but unrelated titles."""
    documents = [document(row) for row in read(name, "document")]
    documents += unrelated(EXTRA_TITLES)
    keys = {one.key for one in documents}
    engines.get_engine().rebuild(documents, lambda: ([], []), lambda: keys, lambda done: None)


def recall(asked: list[Judged]) -> float:
    """Mean recall of the first ten, of queries that have an answer."""
    return mean([one.recall for one in asked if one.relevant])


def rank(asked: list[Judged]) -> float:
    """Mean reciprocal rank, of queries that have an answer."""
    return mean([one.reciprocal_rank for one in asked if one.relevant])


def by_kind(asked: list[Judged]) -> dict[str, float]:
    """Recall of each kind of query."""
    kinds: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in asked:
        if one.relevant:
            kinds[one.kind].append(one)
    return {kind: recall(each) for kind, each in kinds.items()}


def needless(asked: list[Judged]) -> float:
    """Results of a query that should find nothing."""
    return mean([float(one.total) for one in asked if one.kind == "no-answer"])
