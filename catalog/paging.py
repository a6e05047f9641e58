"""One page of a long list, and a 404 for a page that is not there."""

from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def page_or_404(request: HttpRequest, items: Any, per_page: int) -> Page[Any]:
    """Return the page that `?page=` asks for, the first one without it.

    Raises:
        Http404: for a number outside the list, or for something that is not a number.
    """
    paginator = Paginator(items, per_page)
    asked = request.GET.get("page", "1")
    try:
        return paginator.page(asked if asked.isascii() and asked.isdigit() else "?")
    except InvalidPage as error:
        raise Http404(
            _("There is no page “%(page)s” in this list.") % {"page": asked[:20]}
        ) from error
