"""From a page that was opened to the stored event: what is counted, and what is not."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from wagtail.documents import get_document_model
from wagtail.models import Site

from catalog.models import AccessPoint
from courses.models import LessonResource
from portal.usage.codes import Flag, ItemType, Kind, Mode
from portal.usage.middleware import CountUse
from portal.usage.models import UsageDay
from portal.usage.notes import Note, leave
from tests import factories
from tests.portal.usage.site import CHROME, Devices, lines, mark_of, stored

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_view_is_stored_and_confirmed(devices: Devices) -> None:
    resource = factories.ResourceFactory(platform=factories.PlatformFactory())

    page = devices.new().open(resource.get_absolute_url())

    assert page.status_code == HTTPStatus.OK
    (event,) = stored()
    assert (event.kind, event.otype, event.oid) == (Kind.VIEW, ItemType.RESOURCE, resource.pk)
    assert event.platform == resource.platform_id
    assert event.flags == Flag.CONFIRMED
    assert event.visitor > 0
    assert UsageDay.objects.get(day=event.day).dirty


def test_a_page_that_nobody_sees_stays_unconfirmed(devices: Devices) -> None:
    devices.new().open(factories.ResourceFactory().get_absolute_url(), confirm=False)

    assert [event.flags for event in stored()] == [0]


def test_every_room_is_heard(devices: Devices) -> None:
    platform = factories.PlatformFactory()
    lesson = factories.LessonFactory()
    home = Site.objects.get(is_default_site=True).root_page.specific
    device = devices.new()

    for path in (
        platform.get_absolute_url(),
        lesson.course.get_absolute_url(),
        lesson.get_absolute_url(),
    ):
        assert device.open(path).status_code == HTTPStatus.OK

    assert [(event.kind, event.otype, event.oid) for event in stored()] == [
        (Kind.VIEW, ItemType.PLATFORM, platform.pk),
        (Kind.VIEW, ItemType.COURSE, lesson.course_id),
        (Kind.VIEW, ItemType.COURSE, lesson.course_id),
    ]
    assert home is not None


@pytest.mark.parametrize("address", ["/resources/", "/platforms/", "/courses/", "/search/"])
def test_lists_are_no_views(devices: Devices, address: str) -> None:
    devices.new().open(address)

    assert lines() == []


def test_errors_heads_and_unpublished_rows_are_not_counted(devices: Devices) -> None:
    shown, hidden = factories.ResourceFactory(), factories.ResourceFactory(live=False)
    device = devices.new()

    assert device.client.head(shown.get_absolute_url()).status_code == HTTPStatus.OK
    assert device.open(hidden.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND
    assert device.open("/resources/999999/").status_code == HTTPStatus.NOT_FOUND
    assert device.client.post(shown.get_absolute_url()).status_code == 405
    assert lines() == []


def test_previews_and_the_admin_are_not_counted(devices: Devices, superuser: Any) -> None:
    device = devices.new()
    device.client.force_login(superuser)
    resource = factories.ResourceFactory()

    edited = device.open(f"/admin/snippets/catalog/resource/edit/{resource.pk}/")
    preview = resource.make_preview_request(extra_request_attrs={}, preview_mode="")

    assert edited.status_code == HTTPStatus.OK
    assert preview.status_code == HTTPStatus.OK
    assert b"data-event" not in preview.content
    assert lines() == []
    assert "dv" not in device.client.cookies


def _answered(response: HttpResponse, method: str = "GET") -> int:
    """How many lines the middleware writes for an answer."""

    def view(request: HttpRequest) -> HttpResponse:
        leave(request, Note(Kind.REQUEST, ItemType.RESOURCE, 1))
        return response

    before = len(lines())
    request = RequestFactory(HTTP_USER_AGENT=CHROME).generic(method, "/file.pdf")
    CountUse(view)(request)
    return len(lines()) - before


@pytest.mark.parametrize(
    ("status", "headers", "count"),
    [
        (200, {}, 1),
        (302, {}, 1),
        (304, {}, 1),
        (206, {"Content-Range": "bytes 0-99/500"}, 1),
        (206, {"Content-Range": "bytes 100-199/500"}, 0),
        (206, {}, 0),
        (301, {}, 0),
        (404, {}, 0),
        (416, {}, 0),
        (500, {}, 0),
    ],
)
def test_only_an_answer_that_gives_the_item_counts(
    status: int, headers: dict[str, str], count: int
) -> None:
    assert _answered(HttpResponse(status=status, headers=headers)) == count


def test_a_head_of_a_file_does_not_count() -> None:
    assert _answered(HttpResponse(), "HEAD") == 0


def test_a_page_with_an_id_is_never_kept(devices: Devices) -> None:
    lesson = factories.LessonFactory()
    device = devices.new()

    for row in (factories.ResourceFactory(), lesson, lesson.course):
        page = device.open(row.get_absolute_url())
        assert {"private", "no-cache"} <= set(page["Cache-Control"].split(", "))
        assert "ETag" not in page
        assert mark_of(page)
        assert page.content.count(b"js/usage.js") == 1


def test_two_copies_of_a_page_have_two_ids(devices: Devices) -> None:
    path = factories.ResourceFactory().get_absolute_url()
    device = devices.new()

    assert mark_of(device.open(path)) != mark_of(device.open(path))


# --- leading to the thing itself ----------------------------------------------------------


def _reachable() -> Any:
    resource = factories.ResourceFactory(platform=factories.PlatformFactory())
    modes = {
        code: factories.DeliveryModeFactory(code=code, sort_order=order)
        for order, code in enumerate(("onair", "ondemand", "onhand"))
    }
    file = ContentFile(b"%PDF-1.4", name="a.pdf")
    document = get_document_model().objects.create(title="ใบงาน", file=file)
    resource.access_points.add(
        AccessPoint(mode=modes["onair"], label="ช่อง DLTV4"),
        AccessPoint(mode=modes["ondemand"], url="https://example.org/one"),
        AccessPoint(mode=modes["ondemand"], url="https://example.org/two"),
        AccessPoint(mode=modes["onhand"], document=document),
    )
    resource.save()
    return resource


def test_opening_is_a_request_in_its_mode(devices: Devices) -> None:
    resource = _reachable()
    device = devices.new()

    answer = device.open(f"/go/{resource.pk}/?m=ondemand&i=2")
    device.open(f"/go/{resource.pk}/?m=onhand")

    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"] == "https://example.org/two"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    first, second = stored()
    assert (first.kind, first.otype, first.oid) == (Kind.REQUEST, ItemType.RESOURCE, resource.pk)
    assert (first.mode, second.mode) == (Mode.ONDEMAND, Mode.ONHAND)
    assert first.platform == resource.platform_id


@pytest.mark.parametrize(
    "query",
    ["", "?m=", "?m=online", "?m=onair", "?m=https://evil.example", "?url=https://evil.example"],
)
def test_only_modes_of_the_record_lead_anywhere(devices: Devices, query: str) -> None:
    resource = _reachable()

    assert devices.new().open(f"/go/{resource.pk}/{query}").status_code == HTTPStatus.NOT_FOUND
    assert lines() == []


@pytest.mark.parametrize(
    "extra",
    ["&url=https://evil.example", "&i=https://evil.example", "&i=9", "&next=//evil.example"],
)
def test_only_addresses_of_the_record_are_led_to(devices: Devices, extra: str) -> None:
    resource = _reachable()

    answer = devices.new().open(f"/go/{resource.pk}/?m=ondemand{extra}")

    assert answer["Location"] == "https://example.org/one"


def test_what_is_not_public_leads_nowhere(devices: Devices) -> None:
    resource = _reachable()
    resource.live = False
    resource.save()
    platform = factories.PlatformFactory(url="https://example.org/", live=False)
    device = devices.new()

    assert device.open(f"/go/{resource.pk}/?m=ondemand").status_code == HTTPStatus.NOT_FOUND
    assert device.open(f"/go/p/{platform.slug}/").status_code == HTTPStatus.NOT_FOUND
    assert lines() == []


def test_a_platform_is_opened(devices: Devices) -> None:
    platform = factories.PlatformFactory(url="https://example.org/", url_certainty="high")
    device = devices.new()
    page = device.open(platform.get_absolute_url(), confirm=False).content.decode()

    answer = device.open(f"/go/p/{platform.slug}/")

    assert f'href="/go/p/{platform.slug}/"' in page
    assert answer["Location"] == "https://example.org/"
    event = stored()[-1]
    assert (event.kind, event.otype, event.oid) == (Kind.REQUEST, ItemType.PLATFORM, platform.pk)
    assert event.platform == platform.pk


def test_a_lesson_opens_its_resources_and_acts_for_its_course(devices: Devices) -> None:
    resource, lesson = _reachable(), factories.LessonFactory()
    lesson.lesson_resources.add(LessonResource(resource=resource, role="recording"))
    lesson.save()
    device = devices.new()
    page = device.open(lesson.get_absolute_url(), confirm=False).content.decode()

    path = f"/go/l/{lesson.pk}/{resource.pk}/?m=ondemand"
    answer = device.open(path)
    other = device.open(f"/go/l/{lesson.pk}/{factories.ResourceFactory().pk}/?m=ondemand")

    assert f'href="{path}"' in page
    assert answer["Location"] == "https://example.org/one"
    assert other.status_code == HTTPStatus.NOT_FOUND
    _view, request, action = sorted(stored(), key=lambda event: event.kind)
    assert (request.kind, request.oid, request.mode) == (Kind.REQUEST, resource.pk, Mode.ONDEMAND)
    assert (action.kind, action.otype, action.oid) == (
        Kind.ACTION,
        ItemType.COURSE,
        lesson.course_id,
    )


def test_addresses_on_paper_say_where_they_come_from(devices: Devices) -> None:
    resource = _reachable()
    device = devices.new()
    page = device.open(resource.get_absolute_url(), confirm=False).content.decode()

    printed = f"http://testserver/go/{resource.pk}/?m=onhand&amp;f=print"
    device.open(f"/go/{resource.pk}/?m=onhand&f=print")

    assert f'data-printed="{printed}"' in page
    assert stored()[-1].flags == Flag.PRINT
