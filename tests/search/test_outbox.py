from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog.models import AccessPoint, Resource, ResourceKind
from portal.home.models import HomePage, StandardPage
from search import outbox
from search.engines.base import EngineUnavailable
from search.models import Outbox
from tests.factories import (
    DeliveryModeFactory,
    GradeFactory,
    PlatformFactory,
    ProviderFactory,
    ResourceFactory,
    SubjectFactory,
)
from tests.portal.home import site_pages
from tests.search.memory_engine import MemoryEngine

pytestmark = pytest.mark.django_db


def key(row: Any, kind: str = "resource") -> str:
    return f"{kind}:{row.pk}"


def pending() -> list[str]:
    return list(Outbox.objects.pending().values_list("key", flat=True))


# --- what reaches the index -------------------------------------------------------------


def test_a_saved_resource_is_in_the_index(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory(name_th="เศษส่วน")
    outbox.drain()
    assert memory_engine.documents[key(resource)].title == "เศษส่วน"

    resource.name_th = "ทศนิยม"
    resource.save()
    outbox.drain()

    assert memory_engine.documents[key(resource)].title == "ทศนิยม"
    assert pending() == []


def test_a_draft_is_not(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory(draft=True)

    outbox.drain()

    assert key(resource) not in memory_engine.documents


def test_a_draft_of_a_published_resource_changes_nothing(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory(name_th="เศษส่วน")
    outbox.drain()

    resource.name_th = "ฉบับร่าง"
    resource.save_revision()

    assert pending() == []


def test_publishing_and_unpublishing(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory(draft=True)
    resource.save_revision().publish()
    outbox.drain()
    assert key(resource) in memory_engine.documents

    resource.refresh_from_db()
    resource.unpublish()
    outbox.drain()

    assert key(resource) not in memory_engine.documents


def test_scheduled_publishing_and_expiry(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory(draft=True)
    moment = timezone.now() + timedelta(hours=1)
    resource.go_live_at = moment
    resource.save_revision().publish()
    outbox.drain()
    assert key(resource) not in memory_engine.documents

    earlier = timezone.now() - timedelta(minutes=1)
    resource.revisions.update(approved_go_live_at=earlier)
    revision = resource.revisions.latest("pk")
    revision.content["go_live_at"] = earlier.isoformat()
    revision.save()
    call_command("publish_scheduled")
    outbox.drain()
    assert key(resource) in memory_engine.documents

    Resource.objects.filter(pk=resource.pk).update(expire_at=earlier)
    call_command("publish_scheduled")
    outbox.drain()

    assert key(resource) not in memory_engine.documents


def test_deleting_one_and_many(memory_engine: MemoryEngine) -> None:
    one, two, three = ResourceFactory(points=["ondemand"]), ResourceFactory(), ResourceFactory()
    outbox.drain()

    one.delete()
    Resource.objects.filter(pk=two.pk).delete()
    outbox.drain()

    assert set(memory_engine.documents) == {key(three)}


@pytest.mark.parametrize("what", ["platform", "provider", "grade", "subject"])
def test_renaming_what_resources_are_filed_under(memory_engine: MemoryEngine, what: str) -> None:
    provider = ProviderFactory(name_th="เดิม")
    platform = PlatformFactory(name_th="เดิม", provider=provider)
    grade, subject = GradeFactory(name_th="เดิม"), SubjectFactory(name_th="เดิม")
    filed = ResourceFactory(platform=platform, grades=[grade], subjects=[subject])
    ResourceFactory()
    outbox.drain()
    memory_engine.commits.clear()

    row = {"platform": platform, "provider": provider, "grade": grade, "subject": subject}[what]
    row.name_th = "ใหม่เอี่ยม"
    row.save()
    outbox.drain()

    assert "ใหม่เอี่ยม" in memory_engine.documents[key(filed)].keywords
    touched = {name for commit in memory_engine.commits for name in commit}
    assert {name for name in touched if name.startswith("resource")} == {key(filed)}


def test_removing_a_grade_from_either_side_and_deleting_it(memory_engine: MemoryEngine) -> None:
    grade = GradeFactory()
    one, two, three = (ResourceFactory(grades=[grade]) for _ in range(3))
    outbox.drain()

    one.grades = []
    one.save()
    grade.resources.remove(two)
    outbox.drain()
    assert memory_engine.documents[key(one)].facets["grade"] == ()
    assert memory_engine.documents[key(two)].facets["grade"] == ()
    assert memory_engine.documents[key(three)].facets["grade"] == (grade.code,)

    grade.delete()
    outbox.drain()

    assert memory_engine.documents[key(three)].facets["grade"] == ()


def test_a_new_way_to_reach_a_resource(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory()
    outbox.drain()

    AccessPoint.objects.create(
        resource=resource, mode=DeliveryModeFactory(code="onair"), label="DLTV4"
    )
    outbox.drain()

    assert memory_engine.documents[key(resource)].facets["mode"] == ("onair",)


# --- pages ------------------------------------------------------------------------------


@pytest.fixture
def home() -> HomePage:
    return site_pages.make_home()


def add_page(parent: Any, slug: str, **values: Any) -> StandardPage:
    return parent.add_child(instance=StandardPage(title=slug, slug=slug, summary="สรุป", **values))


def test_a_branch_that_moves_or_changes_its_address(
    memory_engine: MemoryEngine, home: HomePage
) -> None:
    above, other = add_page(home, "above"), add_page(home, "other")
    below = add_page(above, "below")
    outbox.drain()
    assert memory_engine.documents[key(below, "page")].url.endswith("/above/below/")

    above.move(other, pos="last-child")
    outbox.drain()
    assert memory_engine.documents[key(below, "page")].url.endswith("/other/above/below/")

    above = StandardPage.objects.get(pk=above.pk)
    above.slug = "renamed"
    above.save_revision().publish()
    outbox.drain()

    assert memory_engine.documents[key(below, "page")].url.endswith("/other/renamed/below/")


def test_privacy_of_a_branch(memory_engine: MemoryEngine, home: HomePage) -> None:
    above = add_page(home, "above")
    below = add_page(above, "below")
    outbox.drain()

    restriction = PageViewRestriction.objects.create(page=above, restriction_type="login")
    outbox.drain()
    assert {key(above, "page"), key(below, "page")}.isdisjoint(memory_engine.documents)

    restriction.delete()
    outbox.drain()

    assert {key(above, "page"), key(below, "page")} <= set(memory_engine.documents)


def test_unpublished_and_deleted_pages(memory_engine: MemoryEngine, home: HomePage) -> None:
    one, two = add_page(home, "one"), add_page(home, "two")
    below = add_page(two, "below")
    outbox.drain()

    one.unpublish()
    home.get_children().get(slug="two").delete()  # as the plain Page that trees hand out
    outbox.drain()

    gone = {key(page, "page") for page in (one, two, below)}
    assert gone.isdisjoint(memory_engine.documents)


def test_publish_scheduled_pages(memory_engine: MemoryEngine, home: HomePage) -> None:
    page = add_page(home, "later", live=False)
    earlier = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=earlier)
    outbox.drain()
    assert key(page, "page") not in memory_engine.documents

    call_command("publish_scheduled")
    outbox.drain()
    assert key(page, "page") in memory_engine.documents

    StandardPage.objects.filter(pk=page.pk).update(expire_at=earlier)
    call_command("publish_scheduled")
    outbox.drain()

    assert key(page, "page") not in memory_engine.documents


# --- how few statements -----------------------------------------------------------------


def outbox_statements(captured: CaptureQueriesContext) -> list[str]:
    return [
        query["sql"]
        for query in captured.captured_queries
        if "search_outbox" in query["sql"] and not query["sql"].startswith("SELECT")
    ]


def test_one_save_costs_one_statement(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory(
        points=["ondemand", "onhand", "online"], grades=[GradeFactory()], platform=PlatformFactory()
    )
    outbox.drain()

    subject = SubjectFactory()

    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        resource.name_th = "ใหม่"
        resource.subjects = [subject]
        resource.save()
        resource.save()

    assert len(outbox_statements(captured)) == 1
    assert pending().count(key(resource)) == 1


def test_renaming_a_subject_is_one_statement_for_any_number(memory_engine: MemoryEngine) -> None:
    subject = SubjectFactory()
    rows = Resource.objects.bulk_create(
        [Resource(name_th=f"สื่อ {n}", kind=ResourceKind.VIDEO) for n in range(1200)]
    )
    Resource.subjects.through.objects.bulk_create(
        Resource.subjects.through(resource=row, subject=subject) for row in rows
    )
    outbox.drain()

    with CaptureQueriesContext(connection) as captured:
        subject.save()

    assert len(outbox_statements(captured)) <= 4  # one for each kind that is filed by it
    assert len(pending()) == 1200
    assert outbox.drain().applied == 1200


def test_rolled_back_changes_leave_no_row_and_can_be_made_again() -> None:
    resource = ResourceFactory()
    Outbox.objects.all().delete()
    outbox.forget_told()

    def save_and_fail() -> None:
        with transaction.atomic():
            resource.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()

    assert pending() == []
    resource.save()
    assert pending() == [key(resource)]


# --- faults -----------------------------------------------------------------------------


def test_killed_between_commit_and_mark(memory_engine: MemoryEngine) -> None:
    resource, gone = ResourceFactory(name_th="เศษส่วน"), ResourceFactory()
    outbox.drain()
    resource.name_th = "ทศนิยม"
    resource.save()
    gone_key = key(gone)
    gone.delete()

    def killed() -> None:
        raise KeyboardInterrupt

    memory_engine.after_commit = killed
    with pytest.raises(KeyboardInterrupt):
        outbox.drain()
    assert sorted(pending()) == sorted([key(resource), gone_key])
    once = dict(memory_engine.documents)

    memory_engine.after_commit = lambda: None
    assert outbox.drain().applied == 2

    assert memory_engine.documents == once
    assert pending() == []


def test_a_document_that_fails_is_set_aside_and_blocks_nobody(memory_engine: MemoryEngine) -> None:
    good, bad, late = ResourceFactory(), ResourceFactory(), ResourceFactory()
    memory_engine.poison = {key(bad)}

    done = outbox.drain()

    assert set(memory_engine.documents) == {key(good), key(late)}
    assert done.failed
    for _ in range(10):
        outbox.drain()
    assert pending() == []
    row = Outbox.objects.set_aside().get()
    assert (row.key, row.tries) == (key(bad), 5)
    assert "cannot digest" in row.error
    assert outbox.backlog().set_aside == 1

    memory_engine.poison = set()
    outbox.revive()
    outbox.drain()

    assert key(bad) in memory_engine.documents
    assert Outbox.objects.filter(applied_at=None).count() == 0


def test_a_row_that_cannot_be_described_is_set_aside(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = ResourceFactory(), ResourceFactory(name_th="เสีย")
    describe = type(outbox.sources()["resource"])._describe

    def fragile(self: Any, row: Any, *rest: Any) -> Any:
        if row.pk == bad.pk:
            raise AttributeError("half a row")
        return describe(self, row, *rest)

    monkeypatch.setattr(type(outbox.sources()["resource"]), "_describe", fragile)

    outbox.drain()

    assert set(memory_engine.documents) == {key(good)}
    assert "half a row" in Outbox.objects.pending().get().error


@pytest.mark.parametrize("fault", ["full disk", "no index"])
def test_an_engine_out_of_order_costs_no_tries(memory_engine: MemoryEngine, fault: str) -> None:
    resource = ResourceFactory()
    memory_engine.full_disk = fault == "full disk"
    memory_engine.documents = {} if memory_engine.full_disk else None

    for _ in range(7):
        with pytest.raises(EngineUnavailable):
            outbox.drain()
    assert set(Outbox.objects.values_list("tries", flat=True)) == {0}

    memory_engine.full_disk, memory_engine.documents = False, {}
    outbox.drain()

    assert set(memory_engine.documents) == {key(resource)}


def test_a_second_drainer_leaves(memory_engine: MemoryEngine) -> None:
    ResourceFactory()

    with outbox.folder_lock("drain") as held:
        assert held
        assert outbox.drain().busy
    assert pending()

    assert not outbox.drain().busy
    assert pending() == []


def test_a_row_written_while_draining_is_not_forgotten(memory_engine: MemoryEngine) -> None:
    first = ResourceFactory(name_th="เดิม")

    def write_once() -> None:
        memory_engine.after_commit = lambda: None
        first.name_th = "ใหม่"
        first.save()

    memory_engine.after_commit = write_once
    outbox.drain()

    assert memory_engine.documents[key(first)].title == "ใหม่"


def test_applied_rows_go_after_a_day(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ResourceFactory()
    outbox.drain()
    Outbox.objects.update(applied_at=timezone.now() - timedelta(hours=25))
    monkeypatch.setattr(outbox, "_purged_at", 0.0)

    ResourceFactory()
    outbox.drain()

    remaining = Outbox.objects.all()
    assert remaining
    assert all(row.applied_at > timezone.now() - timedelta(hours=1) for row in remaining)


def test_the_command(memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]) -> None:
    resource = ResourceFactory()
    call_command("drain_search")
    assert key(resource) in memory_engine.documents
    assert "1" in capsys.readouterr().out

    memory_engine.documents = None
    resource.save()
    with pytest.raises(CommandError):
        call_command("drain_search")
