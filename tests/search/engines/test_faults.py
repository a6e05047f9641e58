"""Killed writers, many writers and readers, damaged folders: nothing is lost and nobody waits.

CRASHES=100 kills the writer that often; the suite does with a quarter.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search.contract import QueryTree
from search.engines.base import EngineUnavailable
from search.engines.tantivy.engine import TantivyEngine

from .conftest import fill
from .material import analyse, document, words
from .worker import state_after

REPOSITORY = Path(__file__).resolve().parents[3]
CRASHES = int(os.environ.get("CRASHES", "25"))
BROWSE = QueryTree()


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    """An empty index of the embedded engine."""
    made = TantivyEngine(tmp_path / "search", analyse, "test")
    fill(made, [])
    return made


def start(role: str, engine: TantivyEngine, *rest: Any) -> subprocess.Popen[str]:
    """Start a worker."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.search.engines.worker", role, str(engine.generations.root)]
        + [str(each) for each in rest],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output(worker: subprocess.Popen[str]) -> list[str]:
    """All that a worker said; it must end well."""
    told, complaint = worker.communicate(timeout=60)
    assert worker.returncode == 0, complaint
    return told.split("\n")[:-1]


def state(engine: TantivyEngine) -> dict[str, str]:
    """Key and title of every document."""
    hits = engine.search(BROWSE, {}, "newest", 0, 100).hits
    return {hit.key: hit.title for hit in hits}


def live_folder(engine: TantivyEngine) -> Path:
    return engine.generations.root / engine.generations.current()


# --- crashes ----------------------------------------------------------------------------


def test_a_killed_writer_loses_nothing(engine: TantivyEngine) -> None:
    chance = random.Random()  # noqa: S311  another moment each time
    done = 0
    for _ in range(CRASHES):
        worker = start("step", engine, done + 1)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.35))
        worker.kill()
        told = worker.communicate()[0].split("\n")[:-1]
        done = int(told[-1]) if told else done

        found = state(engine)
        # A commit may be durable although the writer did not live to say so.
        assert found in (state_after(done), state_after(done + 1))
        assert engine.keys() == found.keys()

    engine.apply([document(1, "ท้ายสุด")], [])
    assert state(engine)["resource:1"] == "ท้ายสุด"


def test_a_killed_rebuild_leaves_the_live_index_and_no_lock(engine: TantivyEngine) -> None:
    engine.apply([document(1)], [])
    worker = start("rebuild", engine)
    assert worker.stdout is not None
    assert worker.stdout.readline()
    worker.kill()
    worker.wait()

    assert engine.keys() == {"resource:1"}
    with engine.generations.locked("rebuild.lock", patience=0.5):
        pass
    fill(engine, [document(2)])
    assert engine.keys() == {"resource:2"}


def test_writers_readers_and_rebuilds_at_once(engine: TantivyEngine, tmp_path: Path) -> None:
    journal, stop = tmp_path / "journal", tmp_path / "stop"
    journal.touch()
    fixed = [document(n, facets={"room": ("r",)}) for n in range(5)]
    fill(engine, fixed)

    def noted() -> dict[int, str]:
        return dict(json.loads(line) for line in journal.read_text().splitlines())

    def replay() -> Any:
        rows = noted().items()
        return [document(n, title, facets={"room": ("r",)}) for n, title in rows], []

    def expected() -> set[str]:
        return {f"resource:{n}" for n in [*range(5), *noted()]}

    readers = [start("read", engine, stop) for _ in range(4)]
    writers = [start("write", engine, journal, n) for n in (1, 2, 3)]
    for _ in range(3):
        time.sleep(0.5)
        engine.rebuild(fixed, replay, expected, lambda number: None)

    assert [output(writer) for writer in writers] == [["done"]] * 3
    stop.touch()
    assert all(int(output(reader)[-1]) > 10 for reader in readers)
    assert engine.keys() == expected()
    assert len(noted()) == 45
    assert engine.search(BROWSE, {}, "newest", 0, 1).total == 50


def test_a_forked_process_reads_for_itself(engine: TantivyEngine) -> None:
    engine.apply([document(1)], [])
    assert engine.count(BROWSE) == 1
    engine.apply([document(2)], [])
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    child = context.Process(target=lambda: answers.put(engine.count(BROWSE)))
    child.start()
    child.join(20)

    assert child.exitcode == 0
    assert answers.get() == 2


def test_another_process_sees_a_commit_at_once(engine: TantivyEngine) -> None:
    other = TantivyEngine(engine.generations.root, analyse, "test")
    assert other.count(words("ใหม่")) == 0

    engine.apply([document(1, "ใหม่")], [])
    assert other.count(words("ใหม่")) == 1

    fill(engine, [])
    assert other.count(words("ใหม่")) == 0


# --- damage -----------------------------------------------------------------------------


def remove_root(engine: TantivyEngine) -> None:
    shutil.rmtree(engine.generations.root)


def remove_generation(engine: TantivyEngine) -> None:
    shutil.rmtree(live_folder(engine))


def remove_segments(engine: TantivyEngine) -> None:
    for path in live_folder(engine).glob("*.term"):
        path.unlink()


def cut_segments(engine: TantivyEngine) -> None:
    # As copying does, into a new file: the old one may be mapped by a reader.
    for path in live_folder(engine).glob("*.idx"):
        half = path.read_bytes()[: path.stat().st_size // 2]
        path.unlink()
        path.write_bytes(half)


def cut_meta(engine: TantivyEngine) -> None:
    (live_folder(engine) / "meta.json").write_text('{"index_settings"')


def empty_pointer(engine: TantivyEngine) -> None:
    engine.generations.pointer.write_text("")


def strange_pointer(engine: TantivyEngine) -> None:
    engine.generations.pointer.write_bytes(b"../\xff\xfe")


DAMAGES = [
    remove_root,
    remove_generation,
    remove_segments,
    cut_segments,
    cut_meta,
    empty_pointer,
    strange_pointer,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_folder_is_told_and_mended_by_a_rebuild(
    engine: TantivyEngine, damage: Callable[[TantivyEngine], None]
) -> None:
    engine.apply([document(1), document(2)], [])
    root = engine.generations.root
    damage(engine)
    fresh = TantivyEngine(root, analyse, "test")

    status = fresh.status()
    assert not status.usable
    assert status.message
    calls: list[Callable[[], Any]] = [
        lambda: fresh.search(BROWSE, {}, "newest", 0, 5),
        lambda: fresh.count(words("ทดสอบ")),
        lambda: fresh.complete(["ทด"], 8),
        lambda: fresh.similar("resource:1", {}, 5),
        lambda: fresh.apply([document(3)], []),
        lambda: fresh.vocabulary(),
        lambda: fresh.keys(),
    ]
    for call in calls:
        with pytest.raises(EngineUnavailable):
            call()

    fill(engine, [document(1)])
    assert fresh.keys() == engine.keys() == {"resource:1"}


def test_an_index_of_another_version_is_not_asked(engine: TantivyEngine) -> None:
    engine.apply([document(1)], [])
    newer = TantivyEngine(engine.generations.root, analyse, "newer")

    assert not newer.status().usable
    with pytest.raises(EngineUnavailable, match="version"):
        newer.search(BROWSE, {}, "newest", 0, 5)
    with pytest.raises(EngineUnavailable, match="version"):
        newer.apply([document(2)], [])

    fill(newer, [document(3)])
    assert newer.keys() == {"resource:3"}
    assert not engine.status().usable


def test_a_full_disk_changes_nothing(engine: TantivyEngine) -> None:
    engine.apply([document(1)], [])

    told = output(start("fill_disk", engine))

    assert [line.split()[0] for line in told] == ["refused", "refused", "1"]
    assert engine.keys() == {"resource:1"}
    engine.apply([document(2)], [])
    assert engine.keys() == {"resource:1", "resource:2"}


def test_a_read_only_folder_is_told() -> None:
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path, which only its owner may enter
        engine = TantivyEngine(Path(folder), analyse, "test")
        fill(engine, [document(1)])
        for path in (engine.generations.root, live_folder(engine)):
            path.chmod(0o555)

        told = output(start("look", engine))

        for path in (engine.generations.root, live_folder(engine)):
            path.chmod(0o755)
        assert told[0] in ("answered 1", "refused")
        assert told[1] == "refused"
        assert engine.keys() == {"resource:1"}


# --- housekeeping -----------------------------------------------------------------------


def test_the_previous_generation_is_kept_until_the_next_rebuild(engine: TantivyEngine) -> None:
    def folders() -> set[str]:
        return {path.name for path in engine.generations.root.glob("v*")}

    names = []
    for number in range(3):
        fill(engine, [document(number)])
        names.append(engine.generations.current())
        assert len(folders()) == 2

    assert folders() == {*names[-2:]}


def test_many_small_changes_leave_few_segments(engine: TantivyEngine) -> None:
    for number in range(40):
        engine.apply([document(number)], [])

    assert engine.reader.snapshot().searcher.num_segments <= 10
    assert len(list(live_folder(engine).iterdir())) <= 120
