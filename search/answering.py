"""Who answers a question: the site's engine, or the index of this host while that one is away.

A question is a function of an engine and is answered by one engine as a whole, so nobody reads the
hits of one beside the counts of another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from search import consumers, faults
from search.engines import get_engine, main_breaker
from search.engines.base import Engine, EngineFault, EngineUnavailable

logger = logging.getLogger(__name__)

T = TypeVar("T")
Question = Callable[[Engine], T]


class AnsweredBy(StrEnum):
    """Where an answer comes from; all but the first are said on the page and never cached."""

    MAIN = "main"
    LOCAL = "local"
    DATABASE = "database"


def ask(question: Question[T]) -> tuple[T, AnsweredBy]:
    """Put a question to the site's engine, or else to the local index.

    Raises:
        EngineUnavailable: when neither can answer; the caller browses from the database.
    """
    try:
        return _of_main(question), AnsweredBy.MAIN
    except EngineUnavailable:
        spare = consumers.spare()
        if spare is None:
            raise
    return _without_faults(question, spare), AnsweredBy.LOCAL


def _of_main(question: Question[T]) -> T:
    name = consumers.main()
    if consumers.is_embedded(name):  # it fails at once, and works again at once
        return _without_faults(question, name)
    breaker = main_breaker()
    epoch = breaker.enter()
    if epoch is None:
        raise EngineUnavailable("the search engine did not answer and is left alone for a while")
    try:
        answer = _without_faults(question, name)
    except _Refused:
        breaker.succeeded(epoch)  # whoever refuses is there
        raise
    except EngineUnavailable as error:
        breaker.failed(epoch, str(error))
        logger.warning("search: %s does not answer: %s", name, error)
        raise
    breaker.succeeded(epoch)
    return answer


class _Refused(EngineUnavailable):
    """The engine is there, but does not understand us."""


def _without_faults(question: Question[T], consumer: str) -> T:
    """Keep a fault for those who mend it; the visitor gets another answer."""
    try:
        return question(get_engine(consumer))
    except EngineFault as error:
        faults.record(consumer, error)
        raise _Refused(f"the search engine refuses the question: {error}") from error
