"""Generations of the index in the cluster, and the alias that leads to the live one.

    <prefix>                     alias of the live generation; searches and changes go through it
    <prefix>-v<hash>-<time>      a generation; the hash is that of mapping and analyser
    ...-load                     its alias until it serves: a batch that comes when the index is
                                 gone is refused, instead of making an index of its own
    ...-words                    its words for the spelling (see `words`), written by an alias too

Every index carries our mark in its mapping. Those without are somebody else's and never touched.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..base import EngineUnavailable
from .connecting import Connection
from .errors import NO_INDEX, NoIndex, engine_errors
from .schema import MAPPING, version_hash
from .words import WORDS, WORDS_MAPPING, words_alias, words_index

MARK = "rianklai search"
TRUSTED_SECONDS = 30.0
JOIN_SECONDS = 1_800.0

log = logging.getLogger(__name__)

_NAME = re.compile(r"-v([0-9a-f]{12})-(\d+)")


@dataclass(frozen=True)
class Generation:
    """One index of ours, as the cluster describes it."""

    name: str
    begun: int
    version: str
    finished: bool
    live: bool


class Generations:
    """The indexes below one prefix."""

    def __init__(self, connection: Connection, analyser_version: str) -> None:
        self.connection = connection
        self.prefix = connection.configuration.prefix
        self.version = version_hash(analyser_version)
        self._serving: tuple[float, Generation] | None = None

    def all(self) -> list[Generation]:
        """Every generation, oldest first.

        Raises:
            EngineUnavailable: when another product uses names below our prefix.
        """
        return sorted(filter(None, self._indexes().values()), key=lambda each: each.begun)

    def _indexes(self) -> dict[str, Generation | None]:
        """Every index of this prefix by its name; None for one that is no generation itself."""
        with engine_errors("which indexes there are"):
            found = self.connection.client.indices.get(
                index=f"{self.prefix},{self.prefix}-*",
                features=["aliases", "mappings"],
                ignore_unavailable=True,
                allow_no_indices=True,
            )
        return {
            name: self._described(name, each["aliases"])
            for name, each in found.items()
            if self._is_of_this_prefix(name, each["mappings"].get("_meta", {}))
        }

    def live(self) -> Generation:
        """The generation that the alias leads to.

        Raises:
            EngineUnavailable: when there is none.
        """
        for each in self.all():
            if each.live:
                self._serving = time.monotonic(), each
                return each
        raise NoIndex(_(NO_INDEX))

    def serving(self) -> Generation:
        """The live generation as it was seen lately, without asking each time."""
        known = self._serving
        if known and time.monotonic() - known[0] < TRUSTED_SECONDS:
            return known[1]
        return self.live()

    def before(self, generation: Generation) -> Generation | None:
        """The newest finished generation that is older than this one."""
        older = [each for each in self.all() if each.finished and each.begun < generation.begun]
        return older[-1] if older else None

    def create(self) -> str:
        """Make the index of a new generation, and that of its words."""
        name = f"{self.prefix}-v{self.version}-{time.time_ns()}"
        made = self.connection.configuration
        settings = {
            "number_of_shards": made.shards,
            # Copies, refreshing and syncing wait until everything is in.
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "translog.durability": "async",
            # How long a removed document's version is remembered against an older state of it.
            "gc_deletes": "10m",
        }
        words = {
            "number_of_shards": 1,
            "number_of_replicas": made.replicas,
            "refresh_interval": made.refresh_interval,
        }
        client = self.connection.patient.indices
        with engine_errors(f"create {name}"):
            client.create(
                index=name,
                settings=settings,
                mappings=self._marked(MAPPING),
                aliases={load_alias(name): {}},
            )
            client.create(
                index=words_index(name),
                settings=words,
                mappings=self._marked(WORDS_MAPPING),
                aliases={words_alias(name): {}},
            )
        return name

    def join_segments(self, name: str) -> None:
        """Make one segment of a filled index: every search pays for each.

        One that was not joined in time is only slower; the cluster goes on joining.
        """
        client = self.connection.patient.options(request_timeout=JOIN_SECONDS)
        try:
            with engine_errors(f"join the segments of {name}"):
                client.indices.forcemerge(index=name, max_num_segments=1)
        except EngineUnavailable as error:
            log.warning("search: searches are slower until segments are joined: %s", error)

    def finish(self, name: str) -> None:
        """Make a filled index fit to serve."""
        made = self.connection.configuration
        client = self.connection.patient
        with engine_errors(f"finish {name}"):
            client.indices.put_settings(
                index=name,
                settings={
                    "refresh_interval": made.refresh_interval,
                    "number_of_replicas": made.replicas,
                    "translog.durability": "request",
                },
            )
            client.indices.flush(index=name, wait_if_ongoing=True)

    def switch(self, name: str) -> None:
        """Let the alias lead to this generation and no other, in one step."""
        actions: list[Mapping[str, Any]] = [
            {"remove": {"index": each.name, "alias": self.prefix}}
            for each in self.all()
            if each.live and each.name != name
        ]
        actions += [
            {"add": {"index": name, "alias": self.prefix, "is_write_index": True}},
            {"remove": {"index": name, "alias": load_alias(name), "must_exist": False}},
        ]
        with engine_errors(f"switch to {name}"):
            self.connection.patient.indices.update_aliases(actions=actions)
        self._serving = None

    def remove_all_but(self, *names: str) -> None:
        """Remove what nobody needs of our own."""
        found = self._indexes()
        for name, each in found.items():
            # Words alone were made by the last request of a killed rebuild.
            is_lost = each is None and name.removesuffix(WORDS) not in found
            if is_lost or (each and each.name not in names and not each.live):
                self.remove(name.removesuffix(WORDS))

    def remove(self, name: str) -> None:
        """Remove a generation, by its full name; what is gone already does not matter."""
        with suppress(EngineUnavailable), engine_errors(f"delete {name}"):
            self.connection.patient.indices.delete(
                index=f"{name},{words_index(name)}", ignore_unavailable=True
            )

    def _is_of_this_prefix(self, name: str, mark: Mapping[str, Any]) -> bool:
        """Whether it is ours, and not of another site of ours with a longer prefix.

        Raises:
            EngineUnavailable: for an index of somebody else.
        """
        if mark.get("made_by") != MARK:
            raise EngineUnavailable(
                _(
                    "the index %(name)s in Elasticsearch is not ours; choose another prefix in"
                    " ELASTICSEARCH_INDEX_PREFIX"
                )
                % {"name": name}
            )
        return bool(mark.get("prefix") == self.prefix)

    def _described(self, name: str, aliases: Mapping[str, Any]) -> Generation | None:
        """A generation; nothing for the words of one."""
        found = _NAME.fullmatch(name.removeprefix(self.prefix))
        if not found:
            return None
        return Generation(
            name,
            begun=int(found[2]),
            version=found[1],
            finished=load_alias(name) not in aliases,
            live=self.prefix in aliases,
        )

    def _marked(self, mapping: Mapping[str, Any]) -> dict[str, Any]:
        return {**mapping, "_meta": {"made_by": MARK, "prefix": self.prefix}}


def load_alias(name: str) -> str:
    """The alias through which a generation is filled."""
    return f"{name}-load"
