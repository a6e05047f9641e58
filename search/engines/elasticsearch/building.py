"""A new generation beside the live one: fill, replay what changed meanwhile, gate, switch.

The cluster has no lock that would keep other hosts from changing the live index between the replay
and the switch: whoever replays must see to that.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from search.contract import Document

from ..analysing import Analyse, made_of
from ..base import EngineUnavailable, GateRefused
from ..gate import Replay, replay_until_equal
from ..shaping import distinct_words
from . import words
from .errors import engine_errors
from .generations import Generation, Generations, load_alias
from .keys import fingerprints
from .writing import Action, Refused, batches, changes, packed, send_patiently, upserting

Made = tuple[str, str, str, bytes]  # key, fingerprint, distinct words, what the cluster takes

SENDERS = 2
SHOWN_KEYS = 20
FEW_REFUSED = 20  # so many, or one of this many, are refused for what they are themselves
REFUSED_OF = 100

log = logging.getLogger(__name__)


def rebuild(
    filling: Filling,
    documents: Iterable[Document],
    replay: Replay,
    expected_keys: Callable[[], set[str]],
    progress: Callable[[int], None],
) -> dict[str, str]:
    """Build and switch, or raise and leave the live generation; return what was refused."""
    generations = filling.generations
    previous = _live_or_none(generations)
    earlier = generations.before(previous) if previous else None
    # A refusal leaves also the one to roll back to.
    generations.remove_all_but(*(each.name for each in (previous, earlier) if each))
    name = filling.begin()
    try:
        filling.load(documents, progress)
        generations.join_segments(name)  # before the replay, during which no change is let in
        replay_until_equal(
            filling.told,
            filling.timed(replay),
            filling.bring_in,
            lambda: expected_keys() - filling.left_out.keys(),
        )
        words.store(generations.connection.patient, name, filling.words)
        generations.finish(name)
    except GateRefused:
        raise  # the refused generation stays for inspection until the next rebuild
    except BaseException:
        generations.remove(name)
        raise
    # Not removed when this fails: it may have been done without our hearing of it.
    generations.switch(name)
    generations.remove_all_but(*(each.name for each in (previous,) if each), name)
    return dict(filling.left_out)


def rollback(generations: Generations) -> None:
    """Make the generation before the live one the live one again."""
    previous = generations.before(generations.live())
    if not previous:
        raise EngineUnavailable("there is no earlier index to return to")
    if previous.version != generations.version:
        raise EngineUnavailable("the earlier index was made by other rules")
    generations.switch(previous.name)


def _live_or_none(generations: Generations) -> Generation | None:
    return next((each for each in generations.all() if each.live), None)


def _made(analyse: Analyse, document: Document) -> Made:
    """All that the text of a document is needed for; done by the helper processes."""
    text = analyse(document)
    words = " ".join(distinct_words(text))
    return document.key, document.fingerprint, words, packed((document, text))


class Filling:
    """Brings documents into one new generation; `told` are the fingerprints of what was sent."""

    def __init__(
        self, generations: Generations, analyse: Analyse, clock: Callable[[], int]
    ) -> None:
        self.generations = generations
        self.client = generations.connection.patient
        self.analyse = analyse
        self.clock = clock
        self.name = ""
        self.version = 0
        self.told: dict[str, str] = {}
        self.words: Counter[str] = Counter()
        self._refused: dict[str, str] = {}

    @property
    def left_out(self) -> Mapping[str, str]:
        """Documents that the cluster does not take, with the reason, for the gate not to miss.

        Where there are many the fault is not theirs, and the gate must refuse.
        """
        most = max(FEW_REFUSED, len(self.told) // REFUSED_OF)
        return self._refused if len(self._refused) <= most else {}

    def begin(self) -> str:
        """Make the new generation; documents are read from here on."""
        self.name, self.version = self.generations.create(), self.clock()
        return self.name

    def load(self, documents: Iterable[Document], progress: Callable[[int], None]) -> None:
        """Write all documents; of two with the same key the later counts."""
        waiting: deque[Future[Refused]] = deque()
        done = 0
        with ThreadPoolExecutor(SENDERS, "search-load") as pool:
            for batch in batches(self._actions(made_of(documents, partial(_made, self.analyse)))):
                waiting.append(pool.submit(self._send, batch))
                if len(waiting) > 2 * SENDERS:
                    waiting.popleft().result()
                done += len(batch)
                progress(done)
            for sent in waiting:
                sent.result()
        progress(len(self.told))

    def timed(self, replay: Replay) -> Replay:
        """The same, noting the time before the documents are read."""

        def timed() -> tuple[list[Document], list[str]]:
            self.version = self.clock()
            return replay()

        return timed

    def bring_in(self, upserts: list[Document], deletes: list[str]) -> dict[str, str]:
        """Write changes and return the fingerprints of all that the index then holds."""
        texts = [(document, self.analyse(document)) for document in upserts]
        for _, text in texts:
            self.words.update(distinct_words(text))
        for batch in batches(changes(texts, deletes, self.version)):
            self._send(batch)
        with engine_errors("read the new index"):
            self.client.indices.refresh(index=self.name)
            found = fingerprints(self.client, self.name)
        # An older state of a refused document may be in; it stays, as when a drain is refused.
        return {key: each for key, each in found.items() if key not in self.left_out}

    def _actions(self, documents: Iterable[Made]) -> Iterator[Action]:
        for number, (key, fingerprint, found, made) in enumerate(documents):
            self.told[key] = fingerprint
            self.words.update(found.split())
            # A version for each: two batches may arrive in either order.
            yield upserting(key, made, self.version + number)

    def _send(self, batch: list[Action]) -> Refused:
        refused = send_patiently(self.client, load_alias(self.name), batch)
        for key, _ in batch:
            self._refused.pop(key, None)  # of an earlier state
        self._refused |= refused.wrong
        for key in sorted(refused.wrong)[:SHOWN_KEYS]:
            log.error("search: %s is refused: %s", key, refused.wrong[key])
        return refused
