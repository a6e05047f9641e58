"""The pages of the room in both languages, and what is kept from the public."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from portal.core.models import SiteSettings
from portal.home.models import HomePage, NewsIndexPage
from tests.portal.home import site_pages


@pytest.mark.parametrize(
    ("path", "language", "heading"),
    [
        ("/", "th", "เรียนไกลเมืองตัวอย่าง"),
        ("/en/", "en", "Sample distance learning"),
        ("/news/", "th", "ข่าว"),
        ("/en/news/", "en", "News"),
        ("/about/", "th", "เกี่ยวกับเรา"),
        ("/en/about/", "en", "About us"),
    ],
)
def test_page_in_both_languages(
    client: Client,
    home: HomePage,
    news_index: NewsIndexPage,
    path: str,
    language: str,
    heading: str,
) -> None:
    site_pages.make_standard(home)
    page = client.get(path)
    assert page.status_code == 200
    html = page.content.decode()
    assert f'<html lang="{language}">' in html
    assert heading in html
    twin = path.removeprefix("/en") if language == "en" else f"/en{path}"
    other = "th" if language == "en" else "en"
    assert f'<link rel="canonical" href="http://testserver{path}">' in html
    assert f'hreflang="{other}" href="http://testserver{twin}"' in html
    assert f'<a class="language-switch" href="{twin}"' in html


def test_thai_is_the_language_whatever_the_browser_prefers(client: Client, home: HomePage) -> None:
    page = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="th">' in page.content.decode()


def test_language_switch_keeps_the_filters_but_canonical_drops_them(
    client: Client, news_index: NewsIndexPage
) -> None:
    html = client.get("/news/?page=1&q=%E0%B8%81").content.decode()
    assert 'href="/en/news/?page=1&amp;q=%E0%B8%81" hreflang="en"' in html
    assert '<link rel="canonical" href="http://testserver/news/?page=1">' in html


def test_thai_words_on_an_english_page_are_marked(client: Client, home: HomePage) -> None:
    site_pages.make_standard(home, slug="only-thai", title="มีแต่ไทย", title_en="")
    html = client.get("/en/only-thai/").content.decode()
    assert '<h1 lang="th">มีแต่ไทย</h1>' in html
    assert '<h1 lang="th">' not in client.get("/only-thai/").content.decode()


def test_menu_shows_marked_pages_only(client: Client, home: HomePage) -> None:
    site_pages.make_standard(home, slug="in-menu", title="อยู่ในเมนู", show_in_menus=True)
    site_pages.make_standard(home, slug="hidden", title="ไม่อยู่ในเมนู")
    site_pages.make_standard(home, slug="draft", title="ร่างในเมนู", show_in_menus=True, live=False)
    html = client.get("/").content.decode()
    assert "อยู่ในเมนู" in html
    assert "ไม่อยู่ในเมนู" not in html
    assert "ร่างในเมนู" not in html


def test_menu_follows_a_publication_at_once(client: Client, home: HomePage) -> None:
    page = site_pages.make_standard(home, show_in_menus=True, live=False)
    assert "เกี่ยวกับเรา" not in client.get("/").content.decode()
    page.save_revision().publish()
    assert "เกี่ยวกับเรา" in client.get("/").content.decode()


def test_main_menu_names_the_rooms(client: Client, home: HomePage) -> None:
    html = client.get("/").content.decode()
    for address in ("/#grades", "/platforms/", "/search/?room=resource", "/my-school/"):
        assert f'href="{address}"' in html


def test_drafts_and_private_news_are_in_no_list(
    client: Client, home: HomePage, news_index: NewsIndexPage
) -> None:
    site_pages.make_news(news_index, 1)
    site_pages.make_news(news_index, 2, live=False, title="ข่าวร่าง")
    private = site_pages.make_news(news_index, 3, title="ข่าวภายใน")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for path in ("/", "/news/"):
        html = client.get(path).content.decode()
        assert "ข่าวที่ 1" in html
        assert "ข่าวร่าง" not in html
        assert "ข่าวภายใน" not in html
    assert client.get("/news/news-2/").status_code == 404
    assert client.get("/news/news-3/").status_code == 302


def test_news_come_newest_first_in_pages(client: Client, news_index: NewsIndexPage) -> None:
    for number in range(14):
        site_pages.make_news(news_index, number)
    first, second = (client.get(f"/news/?page={n}").content.decode() for n in (1, 2))
    assert first.index("ข่าวที่ 13") < first.index("ข่าวที่ 12")
    assert "หน้า 1 จาก 2" in first
    assert 'rel="next" href="?page=2"' in first
    assert "ข่าวที่ 0" in second
    assert 'rel="prev" href="?page=1"' in second


@pytest.mark.parametrize("number", ["0", "3", "-1", "สอง", "1.5", "", "9" * 40])
def test_page_number_outside_the_list_is_a_thai_404(
    client: Client, news_index: NewsIndexPage, number: str
) -> None:
    site_pages.make_news(news_index, 1)
    page = client.get("/news/", {"page": number})
    assert page.status_code == 404
    assert "ไม่พบหน้าที่ต้องการ" in page.content.decode()


def test_empty_news_index_says_so(client: Client, news_index: NewsIndexPage) -> None:
    assert "ยังไม่มีข่าว" in client.get("/news/").content.decode()


def test_news_page_has_a_buddhist_date_and_a_way_back(
    client: Client, news_index: NewsIndexPage
) -> None:
    site_pages.make_news(news_index, 1)
    html = client.get("/news/news-1/").content.decode()
    assert "2 มกราคม 2569" in html
    assert '<a href="/news/">ข่าว</a>' in html
    assert "2 January 2026" in client.get("/en/news/news-1/").content.decode()


def test_sample_news_carries_the_mark(client: Client, news_index: NewsIndexPage) -> None:
    site_pages.make_news(news_index, 1, is_sample=True)
    assert "badge--sample" in client.get("/news/news-1/").content.decode()
    assert "badge--sample" in client.get("/news/").content.decode()


def test_news_index_takes_the_same_queries_for_any_number(
    client: Client, news_index: NewsIndexPage
) -> None:
    site_pages.make_news(news_index, 1)
    client.get("/news/")
    with CaptureQueriesContext(connection) as few:
        client.get("/news/")
    for number in range(2, 12):
        site_pages.make_news(news_index, number)
    client.get("/news/")
    with CaptureQueriesContext(connection) as many:
        client.get("/news/")
    assert len(many) == len(few)


def test_office_and_contact_stand_at_the_foot(client: Client, home: HomePage) -> None:
    privacy = site_pages.make_standard(home, slug="privacy", title="ความเป็นส่วนตัว")
    site = home.get_site()
    settings = SiteSettings.for_site(site)
    settings.office_name_th = "สำนักงานทดสอบ"
    settings.email = "office@example.org"
    settings.privacy_page = privacy
    settings.save()
    html = client.get("/").content.decode()
    assert "สำนักงานทดสอบ" in html
    assert "mailto:office@example.org" in html
    assert 'href="/privacy/"' in html
    assert 'href="/en/privacy/"' in client.get("/en/").content.decode()
