from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from catalog.models import Collection, CollectionItem, Indicator, Platform, Resource
from tests import factories
from tests.catalog.admin_pages import (
    make_indicator,
    resource_form,
    snippet_url,
    table_url,
)

pytestmark = pytest.mark.django_db


def _listed(client: Client, model: str, query: str = "") -> set[str]:
    response = client.get(snippet_url(model, "list") + query)
    return {str(row) for row in response.context["object_list"]}


# --- menu and lists ---------------------------------------------------------------------


def test_one_thai_menu_holds_the_catalogue(editor: Client) -> None:
    page = editor.get("/admin/").content.decode()
    in_script = "คลังสื่อ".encode("unicode_escape").decode()
    assert "คลังสื่อ" in page or in_script in page
    for model in ("platform", "resource", "collection"):
        assert snippet_url(model, "list") in page
    for model in ("provider", "indicator", "grade", "subject", "deliverymode", "audience"):
        assert table_url(model, "index") in page


def test_the_list_shows_columns_in_thai(editor: Client) -> None:
    factories.ResourceFactory(points=["ondemand"], grades=[factories.GradeFactory()])
    page = editor.get(snippet_url("resource", "list")).content.decode()
    for words in ("ชื่อ", "ประเภท", "รูปแบบการเรียน", "ระดับชั้น", "สถานะ", "ตรวจสอบล่าสุดเมื่อ"):
        assert words in page
    assert "ยังไม่ได้ตรวจสอบ" in page
    assert "เผยแพร่แล้ว" in page


@pytest.mark.parametrize(
    ("words", "found"),
    [("ส่วนอย่าง", True), ("เศษส่วน", True), ("ทศนิยม", False), ("", True)],
)
def test_search_finds_thai_inside_a_word(editor: Client, words: str, found: bool) -> None:
    factories.ResourceFactory(name_th="เศษส่วนอย่างง่าย", summary="")
    assert bool(_listed(editor, "resource", f"?q={words}")) is found


def test_search_finds_platforms_by_provider_and_address(editor: Client) -> None:
    provider = factories.ProviderFactory(name_th="มูลนิธิการศึกษา")
    factories.PlatformFactory(provider=provider, url="https://dltv.example.org/")
    assert _listed(editor, "platform", "?q=นิธิการ")
    assert _listed(editor, "platform", "?q=dltv.ex")


def test_names_are_in_thai_alphabetical_order(editor: Client) -> None:
    for name in ("ไก่", "ขา", "กา", "เกม"):
        factories.ResourceFactory(name_th=name)
    response = editor.get(snippet_url("resource", "list"))
    assert [row.name_th for row in response.context["object_list"]] == ["กา", "เกม", "ไก่", "ขา"]


def test_filters_of_resources(editor: Client) -> None:
    grade, subject = factories.GradeFactory(), factories.SubjectFactory()
    platform = factories.PlatformFactory()
    mine = factories.ResourceFactory(
        name_th="ตรงทุกข้อ",
        grades=[grade],
        subjects=[subject],
        points=["ondemand", "ondemand"],
        platform=platform,
        certainty="low",
        is_sample=True,
    )
    factories.ResourceFactory(name_th="อื่น", draft=True, kind="ebook")
    Resource.objects.filter(name_th="อื่น").update(last_checked_at="2026-01-01T00:00Z")
    mode = mine.modes[0].pk
    for query in (
        f"?grade={grade.pk}",
        f"?subject={subject.pk}",
        f"?mode={mode}",
        "?kind=video",
        f"?platform={platform.pk}",
        "?status=live",
        "?certainty=low",
        "?checked=no",
        "?sample=true",
    ):
        response = editor.get(snippet_url("resource", "list") + query)
        assert [row.name_th for row in response.context["object_list"]] == ["ตรงทุกข้อ"], query
    assert _listed(editor, "resource", "?status=draft&checked=yes") == {"อื่น"}


def test_filters_of_platforms(editor: Client) -> None:
    grade, mode = factories.GradeFactory(), factories.DeliveryModeFactory()
    factories.PlatformFactory(name_th="ก", grades=[grade], modes=[mode], url_certainty="high")
    factories.PlatformFactory(name_th="ข", draft=True, kind="video")
    for query in (f"?grade={grade.pk}", f"?mode={mode.pk}", "?certainty=high", "?status=live"):
        assert _listed(editor, "platform", query) == {"ก"}, query
    assert _listed(editor, "platform", "?kind=video") == {"ข"}


@pytest.mark.parametrize("query", ["?grade=nonsense", "?status=nonsense", "?p=9999", "?ordering=x"])
def test_nonsense_in_the_address_does_no_harm(editor: Client, query: str) -> None:
    factories.ResourceFactory()
    assert editor.get(snippet_url("resource", "list") + query).status_code == 200


def _make_rows(count: int) -> None:
    grade, mode = factories.GradeFactory(), factories.DeliveryModeFactory()
    for _number in range(count):
        provider = factories.ProviderFactory()
        platform = factories.PlatformFactory(provider=provider, grades=[grade], modes=[mode])
        resource = factories.ResourceFactory(
            platform=platform, provider=provider, grades=[grade], points=["ondemand", "onair"]
        )
        resource.save_revision()
        platform.save_revision()
        indicator = make_indicator(f"ค 1.1 ป.4/{Indicator.objects.count() + 1}")
        indicator.grades.set([grade])
        Collection.objects.create(
            name_th="ชุด", slug=f"set-{Collection.objects.count()}"
        ).save_revision()


@pytest.mark.parametrize(
    "address",
    [
        ("snippet", "platform", ""),
        ("snippet", "resource", ""),
        ("snippet", "collection", ""),
        ("snippet", "platform", "?export=csv"),
        ("snippet", "resource", "?export=xlsx"),
        ("table", "provider", ""),
        ("table", "indicator", ""),
        ("table", "indicator", "?export=csv"),
    ],
)
def test_lists_ask_a_constant_number_of_queries(
    editor: Client, address: tuple[str, str, str], django_assert_max_num_queries: Any
) -> None:
    kind, model, query = address
    url = (snippet_url(model, "list") if kind == "snippet" else table_url(model, "index")) + query

    def queries() -> int:
        with django_assert_max_num_queries(100) as captured:
            response = editor.get(url)
            if response.streaming:
                list(response)
        return len(captured)

    _make_rows(2)
    queries()  # content types are remembered from now on
    few = queries()
    _make_rows(5)
    assert queries() == few


def _exported(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_export_is_filtered_in_thai_and_holds_no_formula(editor: Client) -> None:
    factories.ResourceFactory(
        name_th="=HYPERLINK(1)", points=["ondemand"], grades=[factories.GradeFactory()]
    )
    factories.ResourceFactory(name_th="ร่าง", draft=True)
    heading, *rows = _exported(
        editor.get(snippet_url("resource", "list") + "?export=csv&status=live")
    )
    assert "ระดับชั้น" in heading
    assert len(rows) == 1
    assert rows[0][1] == "'=HYPERLINK(1)"
    assert "ป.4" in rows[0]
    assert "https://example.org/lesson" in rows[0]


# --- deleting ---------------------------------------------------------------------------


def test_a_platform_in_use_is_kept_with_an_explanation(head: Client) -> None:
    platform = factories.PlatformFactory()
    factories.ResourceFactory(platform=platform, name_th="บทเรียนเศษส่วน")
    for method in (head.get, head.post):
        response = method(snippet_url("platform", "delete", platform.pk))
        assert response.status_code == 409
        page = response.content.decode()
        assert "ลบไม่ได้" in page
        assert "บทเรียนเศษส่วน" in page
    assert Platform.objects.exists()


def test_a_provider_in_use_is_kept_with_an_explanation(head: Client) -> None:
    platform = factories.PlatformFactory()
    response = head.post(table_url("provider", "delete", platform.provider_id))
    assert response.status_code == 409
    assert platform.name_th in response.content.decode()


def test_what_nobody_uses_is_deleted(head: Client) -> None:
    provider, platform = factories.ProviderFactory(), factories.PlatformFactory()
    head.post(table_url("provider", "delete", provider.pk))
    head.post(snippet_url("platform", "delete", platform.pk))
    assert not type(provider).objects.filter(pk=provider.pk).exists()
    assert not Platform.objects.exists()


def test_even_a_superuser_does_not_strip_a_grade_off_its_resources(
    client: Client, superuser: Any
) -> None:
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    grade = factories.GradeFactory()
    factories.ResourceFactory(grades=[grade])
    assert client.post(table_url("grade", "delete", grade.pk)).status_code == 409


# --- collections and other screens ------------------------------------------------------


def test_a_collection_keeps_its_order(editor: Client) -> None:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data

    one, two = factories.ResourceFactory(), factories.ResourceFactory()
    items = [{"resource": str(two.pk), "note": "เริ่มจากนี้"}, {"resource": str(one.pk), "note": ""}]
    data = {
        "name_th": "สัปดาห์น้ำท่วม",
        "name_en": "Flood week",
        "slug": "",
        "summary": "",
        "go_live_at": "",
        "expire_at": "",
        "items": inline_formset(items),
    }
    editor.post(snippet_url("collection", "add"), nested_form_data(data))
    collection = Collection.objects.get()
    assert (collection.slug, collection.live) == ("flood-week", False)
    order = CollectionItem.objects.order_by("sort_order").values_list("resource", flat=True)
    assert list(order) == [two.pk, one.pk]


def test_the_preview_is_the_public_page(editor: Client) -> None:
    editor.post(snippet_url("resource", "add"), resource_form())
    resource = Resource.objects.get()
    preview = snippet_url("resource", "preview_on_edit", resource.pk)
    answer = editor.post(preview, resource_form(name_th="กำลังแก้ชื่อ")).json()
    assert answer["is_valid"]
    page = editor.get(preview + "?mode=")
    assert page.status_code == 200
    assert "กำลังแก้ชื่อ" in page.content.decode()


def test_history_and_usage(editor: Client) -> None:
    platform = factories.PlatformFactory()
    factories.ResourceFactory(platform=platform, name_th="ใช้แพลตฟอร์มนี้")
    assert editor.get(snippet_url("platform", "history", platform.pk)).status_code == 200
    usage = editor.get(snippet_url("platform", "usage", platform.pk)).content.decode()
    assert "ใช้แพลตฟอร์มนี้" in usage


def test_inspecting_shows_the_ways_to_reach_it(sign_in: Any) -> None:
    resource = factories.ResourceFactory(points=["ondemand", "onair"])
    response = sign_in("director").get(snippet_url("resource", "inspect", resource.pk))
    page = response.content.decode()
    assert "https://example.org/lesson" in page
    assert "เปิด onair" in page
    assert "ช่องทางเข้าถึง" in page
    shown = {str(field["value"]) for field in response.context["fields"]}
    assert not shown & {"None", "False", ""}
