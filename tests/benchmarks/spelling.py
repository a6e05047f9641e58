"""How long spelling takes with a vocabulary of all dictionary words; run by `make bench`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from search.engines.base import Vocabulary  # noqa: E402
from search.text.segmenting import word_data  # noqa: E402
from search.text.spelling import correct  # noqa: E402

MOST = 20.0  # CPU milliseconds a query
QUERIES = (
    "คณิตศาตร์ ป.4",
    "สมการเชิงเส้นตัวแปเดียว",
    "เศรษกิจพอเพียงงของในหลวงรัชกาลที่เก้าาา",
    "กฟหกดฟหกดเ้่าสวฟหกดเ้่าสวงฟหกดเ้่าสวงก" * 4,
    "xqzjkw vbnmqw pythom geogebre " * 6,
)


class DictionaryWords(Vocabulary):
    """Every word of the dictionary, each in fifty documents of a hundred thousand."""

    documents = 100_000

    def __init__(self) -> None:
        self.words = dict.fromkeys(word_data().words, 50)

    def frequency(self, term: str) -> int:
        """Fifty for a word."""
        return self.words.get(term, 0)

    def items(self) -> Iterable[tuple[str, int]]:
        """All of them."""
        return self.words.items()


def main() -> int:
    """Print the CPU time of each query; 1 when the slowest takes too long."""
    words = DictionaryWords()
    correct("อุ่นเครื่องก่อนน", words)  # reads the words once
    slowest = 0.0
    for query in QUERIES:
        start = time.process_time()
        mended = correct(query, words)
        used = (time.process_time() - start) * 1000
        slowest = max(slowest, used)
        sys.stdout.write(f"spelling  {used:6.2f} ms CPU  {query[:28]} -> {mended}\n")
    return int(slowest > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
