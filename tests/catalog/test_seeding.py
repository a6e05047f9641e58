from __future__ import annotations

import base64
import re
from collections import Counter
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision

from catalog import models as catalog
from catalog.seeding import data, sample_resources, seed, seed_samples
from tests.seeded_site import row_counts, seeded_once

# ป.1 to ป.6 are channels 1 to 6, ม.1 to ม.3 are 7 to 9, อ.1 to อ.3 are 10 to 12.
GRADE_OF_CHANNEL = {
    **{number: f"p{number}" for number in range(1, 7)},
    **{number: f"m{number - 6}" for number in range(7, 10)},
    **{number: f"k{number - 9}" for number in range(10, 13)},
}


@pytest.fixture(scope="module")
def _seeded(django_db_setup: Any, django_db_blocker: Any) -> Any:
    def run() -> None:
        seed(lambda text: None)
        seed_samples(lambda text: None)

    yield from seeded_once(django_db_blocker, run)


pytestmark = [pytest.mark.usefixtures("_seeded"), pytest.mark.django_db]


def _modes(resource: Any) -> set[str]:
    return {point.mode.code for point in resource.access_points.all()}


def test_the_curriculum_tables_are_whole() -> None:
    grades = " ".join(catalog.Grade.objects.values_list("code", flat=True))
    assert grades == "k1 k2 k3 p1 p2 p3 p4 p5 p6 m1 m2 m3 m4 m5 m6 v1 v2 v3"
    modes = " ".join(catalog.DeliveryMode.objects.values_list("code", flat=True))
    assert modes == "onsite onair online ondemand onhand"
    assert catalog.Subject.objects.count() == 10
    assert catalog.Audience.objects.count() == 5
    foreign = catalog.Subject.objects.get(code="en")
    assert (foreign.name_th, foreign.indicator_letter) == ("ภาษาต่างประเทศ", "ต")
    assert foreign.course_letters == "อจญ"
    assert not catalog.Indicator.objects.exists()


def test_fifty_seven_platforms_are_public(client: Any) -> None:
    assert catalog.Platform.objects.public().count() == 57
    page = client.get(reverse("catalog:platforms"))
    assert page.status_code == 200
    assert page.context["page_of_items"].paginator.count == 57


def test_platforms_keep_their_certainty_and_are_not_yet_checked() -> None:
    certainties = Counter(catalog.Platform.objects.values_list("url_certainty", flat=True))
    assert certainties == {"high": 41, "medium": 7, "low": 9}
    assert catalog.Platform.objects.filter(url="").count() == 6
    assert not catalog.Platform.objects.exclude(last_checked_at=None).exists()
    assert not catalog.Resource.objects.exclude(last_checked_at=None).exists()


def test_one_organisation_is_one_provider() -> None:
    providers = catalog.Provider.objects.filter(is_sample=False)
    assert providers.get(slug="ipst").platforms.count() == 7
    assert set(providers.get(slug="obec").platforms.values_list("slug", flat=True)) == {
        "dlit",
        "obec-lms",
        "obec-channel",
    }
    assert not providers.filter(platforms=None).exists()


def test_dltv_channels_are_on_air_and_online() -> None:
    channels = catalog.Resource.objects.filter(source="dltv", kind="broadcast")
    assert channels.count() == 15
    for channel in channels:
        number = channel.source_key.removeprefix("channel/")
        assert _modes(channel) == {"onair", "online"}
        assert {point.url for point in channel.access_points.all()} == {
            f"https://www.dltv.ac.th/DLTV{number}"
        }
        codes = [grade.code for grade in channel.grades.all()]
        if int(number) > 12:
            assert codes == []
            assert channel.certainty == "low"
            assert "ขัดแย้ง" in channel.editor_note
        else:
            assert codes == [GRADE_OF_CHANNEL[int(number)]]


def test_dltv_lists_follow_the_pattern_of_their_addresses() -> None:
    lists = catalog.Resource.objects.filter(source="dltv", kind="lesson_series")
    assert lists.count() == 81
    term = re.escape(base64.b64encode(b"2564 / 1").decode())
    pattern = re.compile(rf"https://dltv\.ac\.th/teachplan/lists/[1-9]/[0-9]+/{term}")
    urls = set()
    for resource in lists.prefetch_related("access_points__mode"):
        assert _modes(resource) == {"ondemand", "onhand"}
        assert (resource.certainty, resource.licence) == ("medium", "copyright")
        assert "ปีการศึกษา 2564 ภาคเรียนที่ 1" in resource.name_th
        urls |= {point.url for point in resource.access_points.all()}
    assert len(urls) == 81
    assert all(pattern.fullmatch(url) for url in urls)
    assert "https://dltv.ac.th/teachplan/lists/4/2000/MjU2NCAvIDE=" in urls
    computing = lists.filter(tagged_items__tag__name="วิทยาการคำนวณ")
    assert computing.count() == 9
    doubtful = lists.filter(source_key__contains="/5000/")
    assert all("ขัดแย้ง" in resource.editor_note for resource in doubtful)


def test_no_stream_address_is_linked() -> None:
    assert not catalog.AccessPoint.objects.filter(url__contains="m3u8").exists()


def test_every_seeded_row_passes_full_clean() -> None:
    for model in (
        *(catalog.Grade, catalog.Subject, catalog.DeliveryMode, catalog.Audience),
        *(catalog.Provider, catalog.Platform, catalog.Collection),
    ):
        for row in model.objects.all():
            row.full_clean()
    # Access points show what is particular to a resource; the rest is the same for each kind.
    for resource in catalog.Resource.objects.prefetch_related("access_points__mode"):
        resource.clean_fields(exclude=["platform", "provider", "latest_revision", "live_revision"])
        resource.clean()
        for point in resource.access_points.all():
            point.clean_fields(exclude=["resource", "mode"])
            point.clean()


def test_every_entry_has_a_first_revision_that_can_be_published_again() -> None:
    entries = [
        *catalog.Platform.objects.all(),
        *catalog.Resource.objects.all(),
        *catalog.Collection.objects.all(),
    ]
    assert all(entry.latest_revision_id for entry in entries)
    assert Revision.objects.count() == len(entries)
    resource = catalog.Resource.objects.filter(source="dltv").first()
    assert resource is not None
    points = list(resource.access_points.values_list("pk", "url", "label"))
    resource.latest_revision.publish()
    again = catalog.Resource.objects.get(pk=resource.pk)
    assert list(again.access_points.values_list("pk", "url", "label")) == points
    assert list(again.grades.all()) == list(resource.grades.all())


def test_history_begins_with_creation() -> None:
    platform = catalog.Platform.objects.get(slug="dltv")
    actions = ModelLogEntry.objects.for_instance(platform).values_list("action", flat=True)
    assert set(actions) == {"wagtail.create", "wagtail.publish"}


def test_samples_are_marked_and_varied() -> None:
    samples = catalog.Resource.objects.filter(source="sample")
    assert samples.count() >= 300
    assert not samples.filter(is_sample=False).exists()
    assert not catalog.Resource.objects.filter(is_sample=True).exclude(source="sample").exists()
    assert set(samples.values_list("kind", flat=True)) == set(catalog.ResourceKind.values)
    assert samples.values("grades").distinct().count() == 18
    assert samples.values("subjects").distinct().count() == 10
    assert samples.values("access_points__mode").distinct().count() == 5
    assert all("ข้อมูลตัวอย่าง" in note for note in samples.values_list("editor_note", flat=True))
    urls = catalog.AccessPoint.objects.filter(resource__is_sample=True).exclude(url="")
    assert not urls.exclude(url__startswith="https://example.org/").exists()


def test_some_samples_are_drafts_and_one_is_scheduled() -> None:
    drafts = catalog.Resource.objects.filter(is_sample=True, live=False)
    assert drafts.count() == 8
    scheduled = drafts.get(latest_revision__approved_go_live_at__isnull=False)
    assert scheduled.go_live_at == scheduled.latest_revision.approved_go_live_at
    assert "scheduled" in scheduled.status_string or scheduled.approved_schedule


def test_sample_collections_hold_public_samples() -> None:
    collections = catalog.Collection.objects.filter(is_sample=True)
    assert collections.count() == 4
    for collection in collections:
        resources = [item.resource for item in collection.items.all()]
        assert len(resources) >= 4
        assert all(resource.live and resource.is_sample for resource in resources)


def test_samples_are_the_same_on_every_machine() -> None:
    topics = data.load("sample_topics")
    grades = {grade.code: grade for grade in catalog.Grade.objects.all()}
    assert sample_resources.invent(topics, grades) == sample_resources.invent(topics, grades)


def test_a_second_run_changes_nothing_and_keeps_edits() -> None:
    catalog.Grade.objects.filter(code="p4").update(name_en="Grade 4")
    catalog.Platform.objects.filter(slug="dltv").update(name_th="ดีแอลทีวีของเรา", live=False)
    before = row_counts()
    said: list[str] = []
    seed(said.append)
    seed_samples(said.append)
    assert row_counts() == before
    assert catalog.Grade.objects.get(code="p4").name_en == "Grade 4"
    platform = catalog.Platform.objects.get(slug="dltv")
    assert (platform.name_th, platform.live) == ("ดีแอลทีวีของเรา", False)
    assert any("57" in line and "คงเดิม" in line for line in said)


def test_a_missing_row_comes_back() -> None:
    catalog.Resource.objects.get(source_key="channel/4").delete()
    seed(lambda text: None)
    assert catalog.Resource.objects.filter(source="dltv").count() == 96
