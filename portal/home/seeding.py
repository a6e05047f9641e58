"""The pages that a new site starts with, and three invented pieces of news."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, PageLogEntry, Site

from catalog.seeding.removal import remove
from catalog.seeding.telling import Count, Say, count, plural_name, tell_added, tell_removed
from portal.core.models import SiteSettings

from .models import HomePage, NewsIndexPage, NewsPage, StandardPage
from .navigation import forget_site_menu

_DATA = Path(__file__).resolve().parent / "seed" / "pages.json"
_SITE_NAME = "เรียนไกล"
_FILES = "ไฟล์ทั้งหมด"
# Settings of the office that name a page, and the page's slug.
_LINKED = {"privacy_page": "privacy", "accessibility_page": "accessibility"}


def seed(say: Say) -> None:
    """Add the home page, the standard pages and the news index that are missing."""
    data = _load()
    home = _home(data["home"], say)
    added = sum(_add(home, StandardPage, row) for row in data["pages"])
    tell_added(say, plural_name(StandardPage), added, len(data["pages"]) - added)
    added = int(_add(home, NewsIndexPage, data["news_index"]))
    tell_added(say, plural_name(NewsIndexPage), added, 1 - added)
    _link_settings(home)
    # Wagtail calls the folder of all files "Root", which no translation reaches.
    Collection.objects.filter(depth=1, name="Root").update(name=_FILES)
    forget_site_menu()


def seed_samples(say: Say) -> None:
    """Add the invented news that are missing."""
    data = _load()
    index = NewsIndexPage.objects.filter(slug=data["news_index"]["slug"]).first()
    if index is None:
        return
    added = sum(_add(index, NewsPage, _news(row)) for row in data["sample_news"])
    what = _("%(what)s (samples)") % {"what": plural_name(NewsPage)}
    tell_added(say, what, added, len(data["sample_news"]) - added)
    forget_site_menu()


def remove_samples(say: Say) -> None:
    """Remove every sample page with its history."""
    samples = NewsPage.objects.filter(is_sample=True)
    keys = list(samples.values_list("pk", flat=True))
    tell_removed(say, plural_name(NewsPage), remove(samples))
    PageLogEntry.objects.filter(page_id__in=keys).delete()
    forget_site_menu()


def counts() -> list[Count]:
    """How many pages of each type there are."""
    return [count(model) for model in (HomePage, StandardPage, NewsIndexPage, NewsPage)]


def _load() -> Any:
    return json.loads(_DATA.read_text(encoding="utf-8"))


def _news(row: dict[str, Any]) -> dict[str, Any]:
    """Invented news is always some days old, whenever the site is set up."""
    values = {**row, "is_sample": True}
    values["published_on"] = timezone.localdate() - timedelta(days=values.pop("days_old"))
    return values


def _add(parent: Page, model: type[Page], row: dict[str, Any]) -> bool:
    """Publish a page below `parent` unless one of that address is there; say whether it was new."""
    if parent.get_children().filter(slug=row["slug"]).exists():
        return False
    values = dict(row)
    if "body" in values:
        values["body"] = json.dumps(values["body"])
    page = parent.add_child(instance=model(**values))
    page.save_revision(log_action="wagtail.create").publish()
    return True


def _home(row: dict[str, Any], say: Say) -> HomePage:
    """The default site's home page; it takes the place of the page that Wagtail brings."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = HomePage.objects.first()
    if home is None:
        home = _make_home(row, site.root_page if site else None)
        site = Site.objects.filter(is_default_site=True).first()
        tell_added(say, plural_name(HomePage), 1, 0)
    else:
        tell_added(say, plural_name(HomePage), 0, 1)
    if site is None:
        Site.objects.create(
            hostname="localhost", is_default_site=True, root_page=home, site_name=_SITE_NAME
        )
    elif not site.site_name:
        site.site_name = _SITE_NAME
        site.save()
    return home


def _make_home(row: dict[str, Any], welcome: Page | None) -> HomePage:
    root = Page.get_first_root_node()
    # Two pages cannot share an address, and deleting Wagtail's own would take the site with it.
    home = root.add_child(instance=HomePage(**{**row, "slug": "new-home"}))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()
    if welcome is not None and welcome.specific_class is Page and not welcome.get_children():
        Page.objects.get(pk=welcome.pk).delete()
        PageLogEntry.objects.filter(page_id=welcome.pk).delete()
    home = HomePage.objects.get(pk=home.pk)
    taken = root.get_children().exclude(pk=home.pk).filter(slug=row["slug"]).exists()
    home.slug = home.slug if taken else row["slug"]
    home.save()
    home.save_revision(log_action="wagtail.create").publish()
    return home


def _link_settings(home: HomePage) -> None:
    """Link privacy notice and accessibility statement where the office has chosen no page."""
    site = Site.objects.filter(root_page=home).first()
    if site is None:
        return
    settings = SiteSettings.for_site(site)
    unset = [name for name in _LINKED if getattr(settings, f"{name}_id") is None]
    for name in unset:
        setattr(settings, name, home.get_children().filter(slug=_LINKED[name]).first())
    if unset:
        settings.save()
