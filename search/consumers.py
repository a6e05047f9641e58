"""Who must hear of a change: the site's engine, and every host that keeps an index of its own.

The settings alone decide, so every process of every host writes the same rows into the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

EMBEDDED = "tantivy"


def everywhere() -> tuple[str, ...]:
    """All consumers of the site, the site's engine first."""
    embedded = _on_nodes(settings.SEARCH_NODES)
    if settings.SEARCH_ENGINE == EMBEDDED:
        return embedded
    return (settings.SEARCH_ENGINE, *(embedded if settings.SEARCH_LOCAL_INDEX else ()))


def here() -> Mapping[str, str]:
    """The consumers that this host drains, and the engine of each; the site's engine first."""
    embedded = {_on_nodes([settings.SEARCH_NODE] if settings.SEARCH_NODE else [])[0]: EMBEDDED}
    if settings.SEARCH_ENGINE == EMBEDDED:
        return embedded
    return {
        settings.SEARCH_ENGINE: settings.SEARCH_ENGINE,
        **(embedded if settings.SEARCH_LOCAL_INDEX else {}),
    }


def main() -> str:
    """This host's consumer for the engine that answers as long as it can."""
    return next(iter(here()))


def spare() -> str | None:
    """The consumer on this host that answers while the site's engine is away, if there is one."""
    return next((name for name in here() if name != main()), None)


def is_embedded(consumer: str) -> bool:
    """Whether the index lies in a folder of one host, so that nobody else writes it."""
    return consumer.partition("@")[0] == EMBEDDED


def problem() -> str:
    """What is wrong with the settings, or nothing."""
    node, nodes = settings.SEARCH_NODE, settings.SEARCH_NODES
    if bool(node) != bool(nodes) or (node and node not in nodes):
        return (
            f"SEARCH_NODE is {node!r} and SEARCH_NODES is {nodes!r}: the first must be one of the "
            "second, or both be empty."
        )
    if long := [name for name in everywhere() if len(name) > 40]:
        return f"These names of search nodes are too long: {long}."
    return ""


def _on_nodes(nodes: list[str]) -> tuple[str, ...]:
    return tuple(f"{EMBEDDED}@{node}" for node in nodes) or (EMBEDDED,)
