"""The visitor's own school in every template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def my_school(request: HttpRequest) -> dict[str, Any]:
    """Give templates `my_school` and the school that a link offers, looked up only when asked."""
    from portal.schools.my_school import address_without_offer, chosen_school, offered_school

    return {
        "my_school": SimpleLazyObject(lambda: chosen_school(request)),
        "offered_school": SimpleLazyObject(lambda: offered_school(request)),
        "address_without_offer": SimpleLazyObject(lambda: address_without_offer(request)),
    }
