from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.test.client import RequestFactory

from catalog.models import Collection, CollectionItem, Grade
from tests import factories
from tests.catalog.public_pages import full_platforms, full_resources, queries_of

pytestmark = pytest.mark.django_db


def _text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def grades() -> list[Grade]:
    return [
        factories.GradeFactory(code=code, name_th=name, long_name_th=f"ชั้น {name}", sort_order=n)
        for n, (code, name) in enumerate([("p3", "ป.3"), ("p4", "ป.4"), ("p5", "ป.5")])
    ]


def test_grade_page_counts_per_learning_area(client: Client, grades: list[Grade]) -> None:
    maths = factories.SubjectFactory()
    thai = factories.SubjectFactory(code="th", name_th="ภาษาไทย")
    factories.SubjectFactory(code="ar", name_th="ศิลปะ")
    for _ in range(2):
        factories.ResourceFactory(grades=[grades[1]], subjects=[maths, thai])
    factories.ResourceFactory(grades=[grades[0]], subjects=[maths])
    factories.ResourceFactory(grades=[grades[1]], subjects=[maths], draft=True)
    factories.PlatformFactory(grades=[grades[1]], subjects=[maths], name_th="คลังคณิต")
    page = client.get("/grades/p4/")
    tiles = {
        tile["subject"].code: (tile["resources"], tile["platforms"])
        for tile in page.context["tiles"]
    }
    assert tiles == {"ma": (2, 1), "th": (2, 0)}
    assert 'href="/grades/p4/ma/"' in _text(page)
    assert "คลังคณิต" in _text(page)
    assert "<h1>ชั้น ป.4</h1>" in _text(page)


def test_grade_page_leads_to_its_neighbours(client: Client, grades: list[Grade]) -> None:
    middle = _text(client.get("/grades/p4/"))
    assert 'rel="prev" href="/grades/p3/"' in middle
    assert 'rel="next" href="/grades/p5/"' in middle
    assert 'rel="prev"' not in _text(client.get("/grades/p3/"))
    assert 'rel="next"' not in _text(client.get("/grades/p5/"))


@pytest.mark.parametrize("address", ["/grades/p9/", "/grades/p9/ma/", "/grades/" + "x" * 900 + "/"])
def test_unknown_grade_is_a_thai_404(client: Client, grades: list[Grade], address: str) -> None:
    factories.SubjectFactory()
    answer = client.get(address)
    assert answer.status_code == 404
    assert "ไม่มีระดับชั้น" in _text(answer)


def test_unknown_learning_area_is_a_thai_404(client: Client, grades: list[Grade]) -> None:
    answer = client.get("/grades/p4/zz/")
    assert answer.status_code == 404
    assert "ไม่มีกลุ่มสาระ" in _text(answer)


def test_grade_subject_page_filters_by_mode_and_kind(client: Client, grades: list[Grade]) -> None:
    maths = factories.SubjectFactory()
    filed: dict[str, Any] = {"grades": [grades[1]], "subjects": [maths]}
    factories.ResourceFactory(name_th="วิดีโอ", points=["onair"], **filed)
    factories.ResourceFactory(name_th="ใบงาน", kind="worksheet", points=["onhand"], **filed)
    factories.ResourceFactory(name_th="ชั้นอื่น", grades=[grades[0]], subjects=[maths])
    factories.PlatformFactory(name_th="คลังคณิต", **filed)
    everything = _text(client.get("/grades/p4/ma/"))
    assert ">วิดีโอ</a>" in everything
    assert ">ใบงาน</a>" in everything
    assert "ชั้นอื่น" not in everything
    assert "คลังคณิต" in everything
    on_air = _text(client.get("/grades/p4/ma/?mode=onair"))
    assert ">วิดีโอ</a>" in on_air
    assert ">ใบงาน</a>" not in on_air
    assert ">วิดีโอ</a>" not in _text(client.get("/grades/p4/ma/?kind=worksheet"))
    partial = client.get("/grades/p4/ma/?mode=onair", headers={"HX-Request": "true"})
    assert partial["HX-Push-Url"] == "/grades/p4/ma/?mode=onair"


@pytest.mark.parametrize(
    ("query", "status"), [("mode=fly", 400), ("kind=x", 400), ("page=9", 404), ("grade=zz", 200)]
)
def test_grade_subject_page_with_bad_values(
    client: Client, grades: list[Grade], query: str, status: int
) -> None:
    factories.SubjectFactory()
    assert client.get(f"/grades/p4/ma/?{query}").status_code == status


def test_grade_pages_run_the_same_queries_for_few_and_many(client: Client) -> None:
    factories.SubjectFactory(code="th", name_th="ภาษาไทย")
    full_resources(3)
    full_platforms(3)
    few = [queries_of(client, address) for address in ("/grades/p4/", "/grades/p4/ma/")]
    full_resources(21)
    full_platforms(9)
    many = [queries_of(client, address) for address in ("/grades/p4/", "/grades/p4/ma/")]
    assert many == few


def _collection(slug: str, resources: list[Any], **kwargs: Any) -> Collection:
    collection = Collection(name_th=f"ชุด {slug}", slug=slug, **kwargs)
    for place, resource in enumerate(resources):
        collection.items.add(CollectionItem(resource=resource, note=f"ลำดับ {place}"))
    collection.save()
    return collection


def test_collections_and_their_order(client: Client) -> None:
    first, second = factories.ResourceFactory(), factories.ResourceFactory()
    hidden = factories.ResourceFactory(draft=True, name_th="ลับ")
    collection = _collection("flood", [second, hidden, first])
    _collection("secret", [first], live=False)
    listing = _text(client.get("/collections/"))
    assert "ชุด flood" in listing
    assert "2 รายการ" in listing
    assert "ชุด secret" not in listing
    text = _text(client.get(collection.get_absolute_url()))
    assert text.index(second.name_th) < text.index(first.name_th)
    assert "ลำดับ 0" in text
    assert "ลับ" not in text.split("<main")[1]
    assert client.get("/collections/secret/").status_code == 404
    assert "ไม่มีชุดสื่อ" in _text(client.get("/collections/no-such/"))
    assert client.get("/collections/?page=7").status_code == 404


def test_collections_run_the_same_queries_for_few_and_many(client: Client) -> None:
    resources = full_resources(3)
    collection = _collection("c0", resources)
    _collection("c1", resources)
    addresses = ("/collections/", collection.get_absolute_url())
    few = [queries_of(client, address) for address in addresses]
    more = full_resources(20)
    for place, resource in enumerate(more):
        collection.items.add(CollectionItem(resource=resource))
        _collection(f"more-{place}", [resource])
    collection.save()
    assert [queries_of(client, address) for address in addresses] == few


def test_preview_of_a_collection_is_the_public_page(superuser: Any) -> None:
    resource = factories.ResourceFactory()
    collection = _collection("flood", [], live=False)
    collection.items.add(CollectionItem(resource=resource, note="ลองดู"))
    request = RequestFactory().get("/")
    request.user = superuser
    page = collection.save_revision().as_object().make_preview_request(request)
    assert resource.name_th in _text(page)
    assert "ลองดู" in _text(page)
