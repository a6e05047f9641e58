"""Nothing that is in use is deleted: the refusal names what uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import PROTECT, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.admin_url_finder import AdminURLFinder

EXAMPLES = 5


@dataclass(frozen=True)
class Use:
    """Rows of one kind that need the object: what they are called, how many, the first few."""

    label: str
    count: int
    examples: list[Any]


def uses_of(thing: Model) -> list[Use]:
    """What would lose something if the object went: protected rows and many-to-many rows."""
    uses = []
    for relation in thing._meta.related_objects:
        if relation.many_to_many or getattr(relation, "on_delete", None) is PROTECT:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: thing})
            if count := rows.count():
                label = str(relation.related_model._meta.verbose_name_plural)
                uses.append(Use(label, count, list(rows[:EXAMPLES])))
    return uses


def refuse_deletion(request: HttpRequest, things: Iterable[Model]) -> HttpResponse | None:
    """A page that explains why these cannot go, or None where nothing stands in the way.

    Wagtail protects by its reference index, which does not know rows written in bulk: asking the
    tables themselves is what keeps a deletion from ending in an error.
    """
    in_use = [(thing, uses) for thing in things if (uses := uses_of(thing))]
    if not in_use:
        return None
    finder = AdminURLFinder(request.user)
    blocked = [
        {"thing": thing, "uses": uses, "url": finder.get_edit_url(thing)} for thing, uses in in_use
    ]
    return render(request, "catalog/admin/delete_refused.html", {"blocked": blocked}, status=409)
