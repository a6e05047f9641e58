from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page, Revision, Site

from portal.core.models import SiteSettings
from portal.home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from portal.home.seeding import remove_samples, seed, seed_samples
from tests.seeded_site import row_counts, seeded_once

PAGES = ["about", "help", "privacy", "accessibility"]


@pytest.fixture(scope="module")
def _seeded(django_db_setup: Any, django_db_blocker: Any) -> Any:
    def run() -> None:
        seed(lambda text: None)
        seed_samples(lambda text: None)

    yield from seeded_once(django_db_blocker, run)


pytestmark = [pytest.mark.usefixtures("_seeded"), pytest.mark.django_db]


def test_the_home_page_takes_the_place_of_wagtails_own() -> None:
    home = HomePage.objects.get()
    site = Site.objects.get()
    assert site.root_page_id == home.pk
    assert (site.hostname, site.site_name) == ("localhost", "เรียนไกล")
    assert home.slug == "home"
    assert list(Page.get_first_root_node().get_children()) == [home.page_ptr]


@pytest.mark.parametrize("path", ["", *(f"{slug}/" for slug in PAGES), "news/"])
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_every_page_answers_in_both_languages(client: Any, path: str, prefix: str) -> None:
    assert client.get(prefix + path).status_code == 200


def test_every_page_is_whole() -> None:
    for model in (HomePage, StandardPage, NewsIndexPage, NewsPage):
        for page in model.objects.all():
            page.full_clean()
            assert page.live
            assert page.title_en
            assert page.summary
            assert page.latest_revision_id == page.live_revision_id is not None
            for block in getattr(page, "body", []):
                block.block.clean(block.value)


def test_the_footer_links_to_privacy_and_accessibility() -> None:
    settings = SiteSettings.for_site(Site.objects.get())
    assert settings.privacy_page.slug == "privacy"
    assert settings.accessibility_page.slug == "accessibility"
    assert settings.office_name_th == "สำนักงานเขตพื้นที่การศึกษา"


def test_the_privacy_page_names_the_cookies(client: Any) -> None:
    text = client.get("/privacy/").content.decode()
    assert "my_school" in text
    assert "csrftoken" in text


def test_only_the_news_is_invented() -> None:
    assert NewsPage.objects.filter(is_sample=True).count() == 3
    assert NewsPage.objects.count() == 3
    for model in (HomePage, StandardPage, NewsIndexPage):
        assert not model.objects.filter(is_sample=True).exists()


def test_a_second_run_changes_nothing_and_keeps_edits() -> None:
    about = StandardPage.objects.get(slug="about")
    about.title = "สำนักงานของเรา"
    about.save_revision().publish()
    site = Site.objects.get()
    site.site_name = "เรียนทางไกล"
    site.save()
    before, newest = row_counts(), Revision.objects.latest("pk").pk
    seed(lambda text: None)
    seed_samples(lambda text: None)
    assert row_counts() == before
    assert Revision.objects.latest("pk").pk == newest
    assert StandardPage.objects.get(slug="about").title == "สำนักงานของเรา"
    assert Site.objects.get().site_name == "เรียนทางไกล"


def test_removing_samples_leaves_real_news() -> None:
    index = NewsIndexPage.objects.get()
    real = index.add_child(instance=NewsPage(title="ข่าวจริง", slug="real"))
    remove_samples(lambda text: None)
    assert list(NewsPage.objects.all()) == [real]
    assert NewsIndexPage.objects.get().numchild == 1
