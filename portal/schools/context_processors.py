"""The visitor's own school in every template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def my_school(request: HttpRequest) -> dict[str, Any]:
    """Give templates `my_school`, looked up only where a template asks for it."""
    from portal.schools.my_school import chosen_school

    return {"my_school": SimpleLazyObject(lambda: chosen_school(request))}
