"""Finding the one row that a page is about, or saying in the reader's words that there is none."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def row_or_404(rows: QuerySet[Row], reason: str, **lookup: Any) -> Row:
    """Return the only row that matches.

    Raises:
        Http404: with the reason, which the error page prints.
    """
    try:
        return rows.get(**lookup)
    except ObjectDoesNotExist as error:
        raise Http404(reason) from error
