from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.test.client import RequestFactory
from wagtail.documents import get_document_model

from catalog.detail import resource_context, similar_resources
from catalog.models import AccessPoint, Resource, ResourceKind
from tests import factories
from tests.catalog.public_pages import add_points, full_resources, indicator, queries_of

pytestmark = pytest.mark.django_db


def _text(response: Any) -> str:
    return response.content.decode()


def test_unpublished_platforms_are_no_name(client: Client) -> None:
    platform = factories.PlatformFactory(slug="hidden", name_th="แพลตฟอร์มลับ", draft=True)
    resource = factories.ResourceFactory(platform=platform)
    assert "แพลตฟอร์มลับ" not in _text(client.get(resource.get_absolute_url()))


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 40])
def test_unknown_resources_are_thai_404s(client: Client, pk: str) -> None:
    answer = client.get(f"/resources/{pk}/")
    assert answer.status_code == 404
    assert "ไม่มีสื่อ" in _text(answer)


def test_unpublished_resources_are_not_found(client: Client) -> None:
    draft = factories.ResourceFactory(draft=True)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_ways_are_grouped_by_mode_in_the_modes_own_order(client: Client) -> None:
    late = factories.DeliveryModeFactory(code="onhand", name_th="On hand", sort_order=5)
    early = factories.DeliveryModeFactory(code="onair", name_th="On air", sort_order=2)
    document = get_document_model().objects.create(title="ใบงาน.pdf", file="documents/a.pdf")
    resource = factories.ResourceFactory()
    resource.access_points.add(
        AccessPoint(mode=late, document=document),
        AccessPoint(mode=early, label="ช่อง DLTV4"),
        AccessPoint(mode=late, url="https://files.example.org/a", label="ดาวน์โหลด"),
        AccessPoint(mode=early, url="javascript:alert(1)", label="กับดัก"),
    )
    resource.save()
    text = _text(client.get(resource.get_absolute_url()))
    ways = text[text.index('id="ways"') : text.index('id="facts"')]
    names = ("chip--mode-onair", "ช่อง DLTV4", "chip--mode-onhand", "ใบงาน.pdf", "ดาวน์โหลด")
    assert [ways.index(name) for name in names] == sorted(ways.index(name) for name in names)
    assert ways.count("chip--mode-") == 2
    assert "files.example.org · เปิดเว็บไซต์อื่น" in ways
    page, file = f"/go/{resource.pk}/?m=onhand", f"/go/{resource.pk}/?m=onhand&amp;i=2"
    assert f'href="{page}"' in ways
    assert f'href="{file}"' in ways
    assert client.get(page)["location"] == document.url
    assert "javascript:" not in text
    assert "กับดัก" in ways


def test_page_shows_facts_tags_and_indicators(client: Client) -> None:
    resource = full_resources(1, duration_minutes=50, has_captions=True, is_sample=True)[0]
    resource.indicators.add(indicator(2))
    resource.tags.add("เศษส่วน & ทศนิยม")
    resource.save()
    text = _text(client.get(resource.get_absolute_url()))
    for shown in ("ค 1.1 ป.4/2", "50 นาที", "มีคำบรรยาย", "ข้อมูลตัวอย่าง", "ยังไม่ได้ตรวจสอบ"):
        assert shown in text
    assert "?room=resource&amp;q=%E0%B9%80" in text
    assert "เศษส่วน &amp; ทศนิยม" in text


def test_similar_resources_share_grade_and_learning_area() -> None:
    p4, p5 = factories.GradeFactory(code="p4"), factories.GradeFactory(code="p5", name_th="ป.5")
    maths, thai = factories.SubjectFactory(code="ma"), factories.SubjectFactory(code="th")
    own = factories.ResourceFactory(grades=[p4, p5], subjects=[maths])
    near = factories.ResourceFactory(grades=[p4], subjects=[maths])
    nearest = factories.ResourceFactory(grades=[p4, p5], subjects=[maths, thai])
    factories.ResourceFactory(grades=[p4], subjects=[thai])
    factories.ResourceFactory(grades=[], subjects=[maths])
    factories.ResourceFactory(grades=[p4], subjects=[maths], draft=True)
    assert similar_resources(own) == [nearest, near]
    for _ in range(8):
        factories.ResourceFactory(grades=[p4], subjects=[maths])
    assert len(similar_resources(own)) == 6


def test_a_resource_tied_to_nothing_has_no_similar_ones() -> None:
    factories.ResourceFactory()
    assert similar_resources(factories.ResourceFactory()) == []


def test_english_twin(client: Client) -> None:
    resource = full_resources(1, name_th="เศษส่วน", name_en="Fractions")[0]
    text = _text(client.get(f"/en/resources/{resource.pk}/"))
    assert "<h1>Fractions</h1>" in text
    assert "Ways to reach it" in text
    assert re.search(r'<p class="lead" lang="th">อธิบาย', text)


def test_names_are_escaped(client: Client) -> None:
    evil = "</script><script>alert(1)</script>"
    resource = full_resources(1, name_th=evil, summary=evil)[0]
    resource.tags.add(evil)
    resource.save()
    for address in ("/search/", "/search/?q=%3C/script%3E", resource.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in _text(answer)


def test_page_runs_the_same_queries_for_few_and_many(client: Client) -> None:
    resource = full_resources(3)[0]
    few = queries_of(client, resource.get_absolute_url())
    full_resources(10)
    add_points(resource, 10)
    assert queries_of(client, resource.get_absolute_url()) == few


def test_context_of_a_draft_that_was_never_saved() -> None:
    mode = factories.DeliveryModeFactory()
    draft = Resource(name_th="ร่าง", kind=ResourceKind.VIDEO)
    draft.grades = [factories.GradeFactory()]
    draft.access_points.add(AccessPoint(mode=mode, url="https://example.org/"))
    context = resource_context(draft)
    assert [way.host for way in context["ways"][0].ways] == ["example.org"]
    assert context["similar"] == []


def test_preview_of_a_draft_is_the_public_page(superuser: Any) -> None:
    resource = full_resources(1)[0]
    resource.name_th = "ชื่อในฉบับร่าง"
    resource.access_points.add(
        AccessPoint(mode=factories.DeliveryModeFactory(), url="https://draft.example.org/")
    )
    draft = resource.save_revision().as_object()
    request = RequestFactory().get("/")
    request.user = superuser
    text = _text(draft.make_preview_request(request))
    assert "ชื่อในฉบับร่าง" in text
    assert "draft.example.org" in text
