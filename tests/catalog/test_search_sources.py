"""What the catalogue tells the search about its rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import (
    AccessPoint,
    Collection,
    CollectionItem,
    Indicator,
    Resource,
    ResourceTag,
    TaggedResource,
)
from portal.core.models import SiteDocument
from search.contract import FACETS, Document
from search.models import AttachedText
from search.sources import facet_values, sources
from tests import factories

pytestmark = pytest.mark.django_db


def described(row: Any, kind: str = "resource") -> Document:
    """The document of a row, as the index gets it."""
    (document,) = sources()[kind].documents([row.pk])
    return document


@pytest.fixture
def fractions() -> Resource:
    """A resource with something of everything."""
    grade, subject = factories.GradeFactory(), factories.SubjectFactory(short_name_th="คณิต")
    platform = factories.PlatformFactory(slug="dltv", name_th="ดีแอลทีวี", name_en="DLTV")
    indicator = Indicator.objects.create(code="ค 1.1 ป.4/1", subject=subject, text="บอกเศษส่วน")
    resource = factories.ResourceFactory(
        name_th="เศษส่วนน่ารู้",
        name_en="Fractions",
        platform=platform,
        grades=[grade],
        subjects=[subject],
        audiences=[factories.AudienceFactory()],
        points=["onair", "onhand", "onair"],
    )
    resource.indicators = [indicator]
    tag = ResourceTag.objects.create(name="สนุก", slug="สนุก")
    resource.tagged_items.add(TaggedResource(tag=tag))
    resource.save()
    return resource


def test_a_resource_is_described_with_every_name_of_what_it_is_filed_under(
    fractions: Resource,
) -> None:
    document = described(fractions)

    assert document.key == f"resource:{fractions.pk}"
    assert (document.title, document.title_en) == ("เศษส่วนน่ารู้", "Fractions")
    assert document.codes == ("ค 1.1 ป.4/1",)
    names = {"ป.4", "ประถมศึกษาปีที่ 4", "Primary 4", "คณิตศาสตร์", "คณิต", "Mathematics"}
    names |= {"สนุก", "ดีแอลทีวี", "DLTV", "วีดิทัศน์", "Video", fractions.platform.provider.name_th}
    assert names <= set(document.keywords)
    assert document.labels == ("วีดิทัศน์", "ป.4", "คณิตศาสตร์", "ดีแอลทีวี")


def test_a_resource_carries_its_facets(fractions: Resource) -> None:
    facets = described(fractions).facets

    assert dict(facets) == {
        "grade": ("p4",),
        "subject": ("ma",),
        "mode": ("onair", "onhand"),
        "kind": ("video",),
        "platform": ("dltv",),
        "provider": (fractions.platform.provider.slug,),
        "audience": ("teacher",),
        "free": ("free",),
        "room": ("resource",),
    }
    assert all(name in FACETS and (FACETS[name] or len(facets[name]) < 2) for name in facets)


def test_an_address_is_thai_whatever_language_the_indexer_speaks(fractions: Resource) -> None:
    with translation.override("en"):
        document = described(fractions)

    assert document.url == f"/resources/{fractions.pk}/"
    assert document.labels[0] == "วีดิทัศน์"


def test_a_resource_tied_to_nothing_is_described(fractions: Resource) -> None:
    bare = factories.ResourceFactory(name_th="ไม่สังกัด", name_en="", summary="")

    _, document = sources()["resource"].documents()

    assert document.key == f"resource:{bare.pk}"
    assert document.keywords == (*document.labels, "Video") == ("วีดิทัศน์", "Video")
    assert (document.codes, document.body, document.thumbnail) == ((), "", "")
    assert not any(document.facets[name] for name in ("grade", "mode", "platform", "provider"))


def test_a_provider_of_its_own_stands_before_that_of_the_platform(fractions: Resource) -> None:
    fractions.provider = factories.ProviderFactory(slug="own", name_th="สำนักพิมพ์")
    fractions.save()

    document = described(fractions)

    assert document.facets["provider"] == ("own",)
    assert "สำนักพิมพ์" in document.keywords
    assert fractions.platform.provider.name_th not in document.keywords


def test_a_thumbnail_is_cut_to_size(fractions: Resource) -> None:
    image = get_image_model()(title="ปก", file=get_test_image_file())
    image.save()
    fractions.thumbnail = image
    fractions.save()

    assert described(fractions).thumbnail == image.get_rendition("fill-480x270").url


def test_a_withdrawn_platform_is_not_told(fractions: Resource) -> None:
    fractions.platform.unpublish()

    document = described(fractions)

    assert document.facets["platform"] == ()
    assert "ดีแอลทีวี" not in document.keywords + document.labels


def test_only_what_is_published_is_described(fractions: Resource) -> None:
    draft = factories.ResourceFactory(draft=True)

    assert list(sources()["resource"].documents([draft.pk])) == []
    assert sources()["resource"].keys() == {f"resource:{fractions.pk}"}


def test_words_of_attached_documents_are_the_body(fractions: Resource) -> None:
    document = SiteDocument.objects.create(title="ใบงาน", file="documents/sheet.pdf")
    mode = fractions.access_points.first().mode
    fractions.access_points.add(AccessPoint(mode=mode, document=document))
    fractions.save()
    row = AttachedText.objects.create(
        document_id=document.pk, text="ระบายสีเศษส่วน", state=AttachedText.State.DONE
    )

    assert described(fractions).body == "ระบายสีเศษส่วน"
    assert sources()["resource"].document(fractions).body == "ระบายสีเศษส่วน"
    assert list(sources()["resource"].dependents(row)) == [fractions.pk]


def test_a_platform_is_described() -> None:
    platform = factories.PlatformFactory(
        name_th="คลังสื่อ", grades=[factories.GradeFactory()], kind="repository"
    )

    document = described(platform, "platform")

    assert document.url == f"/platforms/{platform.slug}/"
    assert document.facets["kind"] == ("platform_repository",)
    assert document.facets["grade"] == ("p4",)
    assert "แพลตฟอร์ม" in document.keywords
    assert document.summary == platform.description


def test_a_change_reaches_every_row_that_shows_it(fractions: Resource) -> None:
    other = factories.ResourceFactory()
    platform = fractions.platform
    shown = [
        platform,
        platform.provider,
        fractions.grades.get(),
        fractions.subjects.get(),
        fractions.indicators.get(),
        fractions.audiences.get(),
        fractions.access_points.first(),
        fractions.access_points.first().mode,
        ResourceTag.objects.get(),
        fractions,
    ]
    source = sources()["resource"]

    assert [list(source.dependents(row)) for row in shown] == [[fractions.pk]] * len(shown)
    assert {type(row) for row in shown} <= set(source.watches)
    assert list(source.dependents(other)) == [other.pk]
    assert set(sources()["platform"].dependents(platform.provider)) == {platform.pk}


def test_describing_more_rows_takes_no_more_queries(
    fractions: Resource, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        factories.ResourceFactory(
            platform=factories.PlatformFactory(slug=f"p-{number}"),
            grades=[factories.GradeFactory()],
            points=["online"],
        )

    with django_assert_max_num_queries(10):
        assert len(list(sources()["resource"].documents())) == 6
    with django_assert_max_num_queries(8):
        assert len(list(sources()["platform"].documents())) == 6


def test_facets_have_names_from_the_tables_in_both_languages(fractions: Resource) -> None:
    assert [(row.value, row.label_th, row.label_en) for row in facet_values("grade")] == [
        ("p4", "ป.4", "Primary 4")
    ]
    assert [row.value for row in facet_values("platform")] == ["dltv"]
    free = {row.value: (row.label_th, row.label_en) for row in facet_values("free")}
    assert free["free"][1] == "Free"
    kinds = {row.value: row.label_th for row in facet_values("kind")}
    assert kinds["video"] == "วีดิทัศน์"
    assert kinds["platform_video"] == "แพลตฟอร์ม: วีดิทัศน์"
    rooms = {row.value: row.label_en for row in facet_values("room")}
    assert rooms["resource"] == "Learning resources"
    assert rooms["news"] == "News"


def test_every_facet_value_is_a_slug_without_a_comma(fractions: Resource) -> None:
    assert not [row for name in FACETS for row in facet_values(name) if "," in row.value]


# --- collections ------------------------------------------------------------------------


@pytest.fixture
def collection(fractions: Resource) -> Collection:
    """A published collection of a published resource and a draft."""
    made = Collection(name_th="ชุดสื่อสำหรับวันหยุดน้ำท่วม", slug="flood", summary="ใช้ที่บ้าน", live=True)
    draft = factories.ResourceFactory(name_th="ฉบับร่าง", draft=True)
    made.items = [CollectionItem(resource=row) for row in (fractions, draft)]
    made.save()
    return made


def test_a_collection_is_filed_under_what_its_published_resources_are(
    collection: Collection,
) -> None:
    document = described(collection, "collection")

    assert document.url == "/collections/flood/"
    assert document.body == "เศษส่วนน่ารู้"
    assert document.facets == {
        "grade": ("p4",),
        "subject": ("ma",),
        "mode": ("onair", "onhand"),
        "room": ("collection",),
    }
    assert "คณิตศาสตร์" in document.keywords
    assert document.labels[0] == "ชุดสื่อ"


def test_a_collection_is_renewed_with_what_it_shows(
    collection: Collection, fractions: Resource
) -> None:
    source = sources()["collection"]
    item = collection.items.all()[0]

    for changed in (collection, item, fractions, fractions.grades.all()[0]):
        assert list(source.dependents(changed)) == [collection.pk]
    assert list(source.dependents(factories.SubjectFactory(code="sc"))) == []


def test_a_collection_that_is_no_longer_public_is_not_found(collection: Collection) -> None:
    collection.live = False
    collection.save()

    assert list(sources()["collection"].documents()) == []


def test_collections_are_read_in_as_many_queries_whatever_their_number(
    collection: Collection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        other = Collection(name_th=f"ชุดที่ {number}", slug=f"c{number}", live=True)
        other.items = [CollectionItem(resource=item.resource) for item in collection.items.all()]
        other.save()

    with django_assert_num_queries(7):
        assert len(list(sources()["collection"].documents())) == 4
