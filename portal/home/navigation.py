"""What stands at the head and foot of every page: the menu, and this page in the other language."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from catalog.models import Resource
from courses.models import Course
from portal.schools.models import School

MENU_SECONDS = 60
ENGLISH_ROOT = "/en/"
# Below these there is nothing in the other language to lead to.
ONE_LANGUAGE = ("/admin/", "/documents/", "/media/", "/go/")


@dataclass(frozen=True)
class MenuEntry:
    """One page of the main menu."""

    name: str
    url: str


@dataclass(frozen=True)
class SiteMenu:
    """The pages that editors put into the menu, and whether the site shows sample data."""

    entries: tuple[MenuEntry, ...]
    has_samples: bool


def site_menu(request: HttpRequest) -> SiteMenu:
    """Return the menu, from the cache where it is younger than a minute."""
    site = Site.find_for_request(request)
    if site is None:
        return SiteMenu(entries=(), has_samples=False)
    key = f"site-menu:{site.pk}:{get_language()}"
    menu = cache.get(key)
    if menu is None:
        menu = SiteMenu(entries=_menu_entries(site, request), has_samples=_has_samples())
        cache.set(key, menu, MENU_SECONDS)
    return menu


def forget_site_menu() -> None:
    """Drop the cached menus, so that what was just published is there at once."""
    sites = Site.objects.values_list("pk", flat=True)
    cache.delete_many([f"site-menu:{pk}:{code}" for pk in sites for code in ("th", "en")])


def _menu_entries(site: Site, request: HttpRequest) -> tuple[MenuEntry, ...]:
    """The published, public children of the front page that are marked for menus."""
    pages = Page.objects.child_of(site.root_page).live().public().in_menu().specific()
    return tuple(
        MenuEntry(name=str(_menu_name(page)), url=page.get_url(request) or "") for page in pages
    )


def _menu_name(page: Page) -> str:
    """The short name that a page has for the menu, where it has one."""
    return getattr(page, "menu_name", None) or getattr(page, "name", page.title)


def _has_samples() -> bool:
    """Whether anything on the site is invented."""
    samples = (model.objects.filter(is_sample=True) for model in (Resource, Course, School))
    return any(sample.exists() for sample in samples)


def language_links(request: HttpRequest) -> LanguageLinks | None:
    """Return this page's addresses; None where there is no page in another language."""
    return None if request.path.startswith(ONE_LANGUAGE) else LanguageLinks(request)


class LanguageLinks:
    """The address of this page in Thai and in English: the same path, without and with /en/."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.th, self.en = _twins(request.get_full_path())
        # What search engines are told has no filters in it, only the page of a list.
        number = request.GET.get("page", "")
        self._query = f"?page={number}" if number.isascii() and number.isdigit() else ""

    @property
    def here(self) -> str:
        """The full address of this page as it was asked for."""
        return self._request.build_absolute_uri()

    @property
    def canonical(self) -> str:
        """The full address without filters."""
        return self._absolute(self._request.path)

    @property
    def absolute_th(self) -> str:
        """The full address of the Thai page without filters."""
        return self._absolute(_twins(self._request.path)[0])

    @property
    def absolute_en(self) -> str:
        """The full address of the English page without filters."""
        return self._absolute(_twins(self._request.path)[1])

    def _absolute(self, path: str) -> str:
        return self._request.build_absolute_uri(path) + self._query


def _twins(path: str) -> tuple[str, str]:
    """Return the Thai and the English address of a page."""
    thai = f"/{path.removeprefix(ENGLISH_ROOT)}" if path.startswith(ENGLISH_ROOT) else path
    return thai, f"/en{thai}"
