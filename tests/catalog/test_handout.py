"""The sheet with a QR code for each way to a resource."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import AccessPoint
from catalog.signals import resource_opened
from tests import factories
from tests.catalog.public_pages import add_points, full_resources, queries_of

pytestmark = pytest.mark.django_db


def _address(pk: int | str) -> str:
    return f"/resources/{pk}/handout/"


def test_each_way_has_a_code_and_its_address_on_paper(client: Client) -> None:
    onhand = factories.DeliveryModeFactory(code="onhand", name_th="On hand", sort_order=5)
    onair = factories.DeliveryModeFactory(code="onair", name_th="On air", sort_order=2)
    resource = factories.ResourceFactory(name_th="ใบงานเศษส่วน")
    resource.access_points.add(
        AccessPoint(mode=onhand, url="https://files.example.org/a", label="ดาวน์โหลด"),
        AccessPoint(mode=onhand, url="https://files.example.org/b", label="เฉลย"),
        AccessPoint(mode=onair, label="ช่อง DLTV4"),
        AccessPoint(mode=onair, url="javascript:alert(1)", label="กับดัก"),
    )
    resource.save()
    text = client.get(_address(resource.pk)).content.decode()
    assert text.count("<svg") == 2
    assert f"http://testserver/go/{resource.pk}/?m=onhand&amp;f=print<" in text
    assert f"http://testserver/go/{resource.pk}/?m=onhand&amp;i=2&amp;f=print<" in text
    assert 'aria-label="คิวอาร์โค้ดที่เปิด ดาวน์โหลด"' in text
    assert "ช่อง DLTV4" in text
    assert "javascript:" not in text
    assert '<meta name="robots" content="noindex">' in text


def test_where_nothing_leads_anywhere_no_code_is_promised(client: Client) -> None:
    onsite = factories.DeliveryModeFactory(code="onsite", name_th="On site")
    resource = factories.ResourceFactory()
    resource.access_points.add(AccessPoint(mode=onsite, label="ห้องสมุดโรงเรียน"))
    resource.save()
    assert "/handout/" not in client.get(resource.get_absolute_url()).content.decode()
    text = client.get(_address(resource.pk)).content.decode()
    assert "ห้องสมุดโรงเรียน" in text
    assert "QR Code จะเปิดสื่อ" not in text


def test_the_page_of_a_resource_leads_to_it(client: Client) -> None:
    with_ways = full_resources(1)[0]
    link = f'href="{reverse("catalog:resource_handout", args=[with_ways.pk])}"'
    assert link in client.get(with_ways.get_absolute_url()).content.decode()
    without = factories.ResourceFactory()
    assert "/handout/" not in client.get(without.get_absolute_url()).content.decode()
    assert "ยังไม่มีช่องทาง" in client.get(_address(without.pk)).content.decode()


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 40])
def test_unknown_resources_are_thai_404s(client: Client, pk: str) -> None:
    answer = client.get(_address(pk))
    assert answer.status_code == 404
    assert "ไม่มีสื่อ" in answer.content.decode()


def test_drafts_have_none(client: Client) -> None:
    draft = factories.ResourceFactory(draft=True, points=["online"])
    assert client.get(_address(draft.pk)).status_code == 404


def test_names_are_escaped_and_english_has_its_own(client: Client) -> None:
    evil = "</script><script>alert(1)</script>"
    resource = full_resources(1, name_th=evil, name_en="Fractions", summary=evil)[0]
    assert "<script>alert" not in client.get(_address(resource.pk)).content.decode()
    text = client.get(f"/en{_address(resource.pk)}").content.decode()
    assert "<h1>Fractions</h1>" in text
    assert "Print this page" in text


def test_looking_at_the_sheet_is_no_view_of_the_resource(client: Client) -> None:
    told: list[Any] = []

    def listen(**named: Any) -> None:
        told.append(named["resource"])

    resource = full_resources(1)[0]
    resource_opened.connect(listen)
    try:
        client.get(_address(resource.pk))
        assert told == []
        client.get(resource.get_absolute_url())
        assert told == [resource]
    finally:
        resource_opened.disconnect(listen)


def test_it_runs_the_same_queries_for_few_and_many(client: Client) -> None:
    resource = full_resources(1)[0]
    few = queries_of(client, _address(resource.pk))
    add_points(resource, 10)
    assert queries_of(client, _address(resource.pk)) == few
