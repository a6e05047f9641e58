"""What Django's own check says of the room's settings before anything runs."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from search import consumers


@register()
def search_settings(**_kwargs: Any) -> list[CheckMessage]:
    """The nodes must be named alike on every host, or changes would be told to nobody."""
    problem = consumers.problem()
    return [Error(problem, id="search.E001")] if problem else []
