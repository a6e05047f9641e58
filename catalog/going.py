"""`/go/`: the way from our pages to what the catalogue lists, so that opening can be counted.

An address names a row, one of its modes and a number; where it leads is read from the row alone,
so nobody can make it lead anywhere else. Addresses on paper carry a mark that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from catalog.models import AccessPoint

MODE, NUMBER, SOURCE = "m", "i", "f"
PRINT = "print"


@dataclass(frozen=True)
class Door:
    """Where the ways of one row begin: a path of ours, and the site's origin for paper."""

    path: str
    origin: str = ""
    query: tuple[tuple[str, str], ...] = ()

    def to(self, mode: str, number: int) -> str:
        """The address of one way, as pages link to it."""
        pairs = [*self.query, (MODE, mode), *([(NUMBER, str(number))] if number > 1 else [])]
        return f"{self.path}?{urlencode(pairs)}"

    def on_paper(self, mode: str, number: int) -> str:
        """The same in full, as it stands in print and in QR codes."""
        return f"{self.origin}{self.to(mode, number)}&{SOURCE}={PRINT}"


def web_host(address: str) -> str:
    """Return the host of a web address; nothing for anything else, such as `javascript:`."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def origin_of(address: str) -> str:
    """Scheme and host of an address of ours."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def numbered(points: Iterable[AccessPoint]) -> Iterator[tuple[AccessPoint, int]]:
    """Access points with their number among those of the same mode that lead somewhere, else 0."""
    seen: dict[str, int] = {}
    for point in points:
        if not point.mode_id:
            continue
        leads = bool(point.document or web_host(point.url))
        number = seen.get(point.mode.code, 0) + 1 if leads else 0
        if leads:
            seen[point.mode.code] = number
        yield point, number


def asked_way(points: Iterable[AccessPoint], request: HttpRequest) -> AccessPoint:
    """The way that a request names; where its number is gone, the first of its mode.

    Raises:
        Http404: when the row has no such mode, or it leads nowhere.
    """
    mode = request.GET.get(MODE, "")
    ways = {str(number): each for each, number in numbered(points) if each.mode.code == mode}
    ways.pop("0", None)
    if not ways:
        raise Http404(_("There is no such way to reach it any more."))
    return ways.get(request.GET.get(NUMBER, ""), ways["1"])


def is_from_print(request: HttpRequest) -> bool:
    """Whether the address was typed or scanned from paper."""
    return request.GET.get(SOURCE) == PRINT


def lead_to(target: str) -> HttpResponse:
    """Send the visitor on; nobody keeps the answer, so that every opening is seen."""
    response = HttpResponseRedirect(target)
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
