"""Errors in the reader's language that still offer search; robots, icon and sitemap."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.models import Grade
from portal import urls as site_urls
from portal.core.log_lines import OneLineForRefusals
from portal.home import views
from portal.home.models import HomePage
from tests.portal.home import site_pages

SEARCH_FORMS = {"th": 'action="/search/"', "en": 'action="/en/search/"'}


def _raising(error: Callable[[], Exception]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error()

    return view


def _grade_or_404(request: HttpRequest) -> HttpResponse:
    from django.shortcuts import get_object_or_404

    get_object_or_404(Grade, code="none")
    return HttpResponse()


_failures = [
    path("fails/ours/", _raising(lambda: Http404(_("Contact")))),
    path("fails/django/", _grade_or_404),
    path("fails/forbidden/", _raising(PermissionDenied)),
    path("fails/bad/", _raising(lambda: BadRequest(_("Contact")))),
    path("fails/suspicious/", _raising(lambda: SuspiciousOperation("odd"))),
    path("fails/broken/", _raising(lambda: ValueError("secret detail"))),
]
urlpatterns = [*_failures, path("en/", include(_failures)), *site_urls.urlpatterns]
handler400 = site_urls.handler400
handler403 = site_urls.handler403
handler404 = site_urls.handler404
handler500 = site_urls.handler500


@pytest.fixture
def failing_site(settings: Any, home: HomePage) -> Client:
    """The site with views that fail in every way."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "language", "title"),
    [
        ("/nowhere/", "th", "ไม่พบหน้าที่ต้องการ"),
        ("/fr/", "th", "ไม่พบหน้าที่ต้องการ"),
        ("/ไทย/ไม่มี/", "th", "ไม่พบหน้าที่ต้องการ"),
        ("/en/nowhere/", "en", "This page was not found"),
        ("/en/fr/", "en", "This page was not found"),
    ],
)
def test_unknown_address_is_a_404_that_offers_search(
    client: Client, home: HomePage, address: str, language: str, title: str
) -> None:
    page = client.get(address)
    assert page.status_code == 404
    html = page.content.decode()
    assert f'<html lang="{language}">' in html
    assert title in html
    assert SEARCH_FORMS[language] in html
    assert 'name="robots" content="noindex"' in html
    assert 'class="language-switch"' in html


def test_404_works_on_a_site_without_any_page_of_ours(client: Client, db: None) -> None:
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("ours", 404, "ไม่พบหน้าที่ต้องการ"),
        ("forbidden", 403, "ไม่ได้รับอนุญาต"),
        ("bad", 400, "ระบบไม่เข้าใจคำขอนี้"),
        ("suspicious", 400, "ระบบไม่เข้าใจคำขอนี้"),
        ("broken", 500, "ระบบขัดข้อง"),
    ],
)
def test_every_failure_has_a_thai_page_with_search(
    failing_site: Client, name: str, status: int, words: str
) -> None:
    page = failing_site.get(f"/fails/{name}/")
    assert page.status_code == status
    html = page.content.decode()
    assert '<html lang="th">' in html
    assert words in html
    assert SEARCH_FORMS["th"] in html
    assert "secret detail" not in html


def test_reason_given_by_a_room_is_printed(failing_site: Client) -> None:
    for name in ("ours", "bad"):
        html = failing_site.get(f"/fails/{name}/").content.decode()
        assert f'<p class="lead">{_("Contact")}</p>' in html


def test_reason_given_by_django_is_not(failing_site: Client) -> None:
    assert "matches the given query" not in failing_site.get("/fails/django/").content.decode()
    assert "matches the given query" not in failing_site.get("/en/fails/django/").content.decode()


def test_english_failures_speak_english(failing_site: Client) -> None:
    for name, words in (("broken", "Something went wrong"), ("forbidden", "Not allowed")):
        html = failing_site.get(f"/en/fails/{name}/").content.decode()
        assert '<html lang="en">' in html
        assert words in html
        assert SEARCH_FORMS["en"] in html


def test_server_error_page_needs_no_database(rf: RequestFactory) -> None:
    # Without the `db` fixture every query raises.
    for address, words in (("/x/", "ระบบขัดข้อง"), ("/en/x/", "Something went wrong")):
        page = views.server_error(rf.get(address))
        assert page.status_code == 500
        assert words in page.content.decode()


def test_unknown_host_gets_a_plain_thai_page(client: Client, db: None) -> None:
    page = client.get("/", headers={"host": "elsewhere.example"})
    assert page.status_code == 400
    assert "ระบบไม่เข้าใจคำขอนี้" in page.content.decode()


def test_form_without_token_is_refused_with_advice(home: HomePage) -> None:
    page = Client(enforce_csrf_checks=True).post("/my-school/choose/", {"school": "1"})
    assert page.status_code == 403
    assert "ไม่สามารถรับแบบฟอร์มนี้ได้" in page.content.decode()
    assert SEARCH_FORMS["th"] in page.content.decode()


@pytest.mark.parametrize("name", ["ours", "forbidden", "bad", "suspicious"])
def test_refusal_leaves_one_line_without_address(
    failing_site: Client, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(OneLineForRefusals())
    failing_site.get(f"/fails/{name}/", REMOTE_ADDR="203.0.113.9")
    assert len(caplog.records) == 1
    lines = caplog.text.strip().splitlines()
    assert len(lines) == 1
    assert "203.0.113.9" not in caplog.text


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    record = logging.LogRecord(
        "x", logging.ERROR, "f", 1, "m", (), (ValueError, ValueError(), None)
    )
    OneLineForRefusals().filter(record)
    assert record.exc_info is not None


def test_locked_login_says_what_to_do(home: HomePage) -> None:
    client = Client()
    for _attempt in range(5):
        page = client.post("/admin/login/", {"username": "somebody", "password": "wrong"})
    html = page.content.decode()
    assert page.status_code == 429
    assert "การเข้าสู่ระบบถูกระงับชั่วคราว" in html
    assert "รอ 15 นาที" in html
    assert 'class="language-switch"' not in html  # /en/admin/login/ is no page


def test_english_root_without_slash_leads_to_the_english_home(
    client: Client, home: HomePage
) -> None:
    page = client.get("/en")
    assert page.status_code == 301
    assert page["location"] == "/en/"


def test_robots_are_told_what_is_closed(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_icon_is_where_browsers_look(client: Client) -> None:
    page = client.get("/favicon.ico")
    assert page.status_code == 302
    assert page["location"].startswith("/static/img/favicon")


def test_sitemap_names_published_pages_in_both_languages(client: Client, home: HomePage) -> None:
    site_pages.make_standard(home)
    site_pages.make_standard(home, slug="draft", live=False)
    text = client.get("/sitemap.xml").content.decode()
    assert "/about/</loc>" in text
    assert "/en/about/</loc>" in text
    assert "/platforms/</loc>" in text
    assert "/draft/" not in text
    assert translation.get_language() == "th"


def test_public_pages_have_a_strict_policy(client: Client, home: HomePage) -> None:
    for address in ("/", "/nowhere/", "/platforms/", "/search/", "/my-school/"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
