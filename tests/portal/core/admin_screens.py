"""A site with something on every screen of the admin, and a reader who follows every link."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from django.utils.translation import trans_real
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    Page,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
)

from catalog.models import Collection as ResourceCollection
from catalog.models import Indicator
from courses.models import LessonPin, TimetableException
from portal.approvals.workflows import apply_levels
from portal.core.groups import apply_groups, group_name
from portal.core.models import AcademicTerm, HolidayYear, OfficeHoliday
from portal.core.workflows import apply_workflows
from portal.home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from portal.procedures.models import Committee, CommitteeMember, Evidence, Meeting
from portal.procedures.versions import new_draft
from portal.schools.models import AddressRange, Cluster
from portal.usage.closing import close_period
from portal.usage.models import Period, SpoolBad
from portal.usage.periods import refresh_periods
from portal.usage.rollup import roll_up_days
from search.models import Pin, QuerySynonym
from tests import factories
from tests.portal.plans.admin_content import make_plans
from tests.portal.procedures import round_factories as rounds
from tests.portal.procedures.factories import make_published
from tests.portal.usage.made_events import at, event, store

THAI = re.compile("[\u0e00-\u0e7f]")
# What a page of the admin asks for: links, forms, and addresses in its scripts' data.
ADMIN_LINK = re.compile(r"""["'](/admin/[^"'\s<>\\]*)["']""")
# Labels, headings and buttons: words that must be Thai even where Wagtail forgot gettext.
ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
NAMES = re.compile(rf"<(label|legend|th|h[1-6]|button|dt)\b{ATTRIBUTES}>(.*?)</\1>", re.DOTALL)
TAGS = re.compile(rf"<svg.*?</svg>|<{ATTRIBUTES}>|\\n|\s+", re.DOTALL)
# Addresses that only answer a POST, only serve machines, or would end the visit.
NOT_SCREENS = re.compile(
    r"wagtailadmin_(logout|error_test|sprite|javascript_catalog|dismissibles|block_preview"
    r"|api:.*|editing_sessions:.*|tag_autocomplete|tag_model_autocomplete"
    r"|pages:set_page_position|workflows:(enable|enable_task|remove|task_chosen))"
    r"|wagtail(docs|images):(create_multiple_from_uploaded_.*|delete.*_multiple|edit_multiple)"
    r"|wagtailimages:(preview|url_generator.*)|wagtailembeds:chooser_upload"
    r"|wagtailredirects:process_import|wagtail_bulk_action|(schools|timetable|lessons)_import_template"
    r"|.*:(chosen|chosen_multiple|create|reorder|lock|unlock|preview_on_(add|edit)"
    r"|collect_workflow_action_data)"
    r"|.*_(export|chosen_multiple)"
)


@contextmanager
def untranslated() -> Iterator[set[str]]:
    """Collect every message that is looked up in Thai meanwhile and has none."""
    thai = trans_real.translation("th")
    missing: set[str] = set()
    plain, plural = thai.gettext, thai.ngettext

    def note(message: str) -> None:
        known = (message, (message, thai.plural(1)))
        # Names that staff typed in are Thai already and pass through gettext as well.
        if not any(key in thai._catalog for key in known) and not THAI.search(message):
            missing.add(message.replace("\x04", ": "))

    def gettext(message: str) -> str:
        note(message)
        return plain(message)

    def ngettext(one: str, many: str, count: int) -> str:
        note(one)
        return plural(one, many, count)

    with mock.patch.object(thai, "gettext", gettext), mock.patch.object(thai, "ngettext", ngettext):
        yield missing


class Reader:
    """Opens a screen, then what it links to, until every kind of screen has been seen."""

    def __init__(self, client: Client) -> None:
        self.client = client
        # One broken screen is named and must not hide the words of the others.
        client.raise_request_exception = False
        self.kinds: set[tuple[str, ...]] = set()
        self.views: set[str] = set()
        self.english: dict[str, str] = {}
        self.failures: list[str] = []

    def read(self, address: str) -> None:
        """Open this address and everything that can be reached from there."""
        waiting = [address]
        while waiting:
            address = waiting.pop(0)
            if self._is_new(address):
                waiting += self.open(address)

    def open(self, address: str) -> list[str]:
        """Open one address; returns what it leads to."""
        self.views.add(resolve(urlsplit(address).path).view_name)
        response = self.client.get(address)
        # 409: a screen that says why something cannot be deleted.
        if response.status_code >= 400 and response.status_code != 409:
            self.failures.append(f"{response.status_code} {address}")
        if response.status_code in (301, 302):
            return ADMIN_LINK.findall(f'"{response["Location"]}"')
        if response.streaming:
            return []
        text = html.unescape(response.content.decode(errors="replace"))
        text = text.replace("\\/", "/").replace("\\u0026", "&")
        for name in _english_names(text):
            self.english.setdefault(name, address)
        return list(dict.fromkeys(ADMIN_LINK.findall(text)))

    def _is_new(self, address: str) -> bool:
        """Whether it is a screen whose like was not yet seen: same view, same kind of thing."""
        parts = urlsplit(address)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return False
        if NOT_SCREENS.fullmatch(match.view_name) or "export=" in parts.query:
            return False
        values = [*match.args, *match.captured_kwargs.values()]
        words = [value for value in map(str, values) if not value.isdigit()]
        kind = (match.view_name, *words)
        known = kind in self.kinds
        self.kinds.add(kind)
        return not known

    def not_visited(self) -> set[str]:
        """The named screens of the admin that were never opened."""
        admin = next(r for r in get_resolver().url_patterns if str(r.pattern) == "admin/")
        names = {name for name in _names(admin) if not NOT_SCREENS.fullmatch(name)}
        return names - self.views


def _english_names(text: str) -> Iterator[str]:
    for match in NAMES.finditer(text):
        name = TAGS.sub(" ", match[2]).strip(" *")
        if re.search("[A-Za-z]{2}", name) and not THAI.search(name):
            yield re.sub(" +", " ", name)


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespace + pattern.name
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern, inner)


class Content:
    """Pages, entries, files and workflows in every state that a screen speaks of."""

    def __init__(self, user: Any) -> None:
        self.user = user
        apply_groups()
        apply_workflows()
        self.make_files()
        self.make_pages()
        self.make_entries()
        self.make_tables()
        self.make_usage()
        self.make_settings()
        self.make_approval()

    def make_files(self) -> None:
        """Two images, two documents, a collection of files inside another."""
        root = Collection.get_first_root_node()
        outer = root.add_child(instance=Collection(name="ไฟล์ของกลุ่ม"))
        outer.add_child(instance=Collection(name="ไฟล์ย่อย"))
        image, document = get_image_model(), get_document_model()
        for title in ("ภาพแรก", "ภาพที่สอง"):
            self.image = image.objects.create(title=title, file=get_test_image_file())
            self.image.tags.add("ตัวอย่าง")
            self.document = document.objects.create(
                title=title, file=ContentFile(b"text", name="text.txt")
            )

    def make_pages(self) -> None:
        """A published page with a past, and one in each state that the admin knows."""
        home = HomePage(title="หน้าแรก", slug="front")
        self.home = Page.get_first_root_node().add_child(instance=home)
        Site.objects.update(root_page=self.home)
        self.page = self.add_page("เกี่ยวกับเรา")
        self.page.title = "เกี่ยวกับหน่วยงาน"
        self.page.picture = self.image
        self.page.save_revision(user=self.user, log_action=True).publish(user=self.user)
        self.page.save_revision(user=self.user, log_action=True)
        self.page.add_child(instance=StandardPage(title="หน้าย่อย"))
        self.alias = self.page.create_alias(parent=self.home, update_slug="copy-of-about")
        self.scheduled = self.add_page("มีกำหนด", expire_at=timezone.now() + timedelta(days=9))
        self.schedule(self.scheduled)
        self.locked = self.add_page("ล็อก", locked=True, locked_at=timezone.now())
        Page.objects.filter(pk=self.locked.pk).update(locked_by=self.user)
        self.draft = self.add_page("ร่าง", live=False)
        self.draft.get_workflow().start(self.draft, self.user)
        PageViewRestriction.objects.create(
            page=self.locked, restriction_type=PageViewRestriction.LOGIN
        )
        self.news = self.home.add_child(instance=NewsIndexPage(title="ข่าว"))
        self.news.add_child(instance=NewsPage(title="ข่าวแรก"))
        make_plans(self.home, self.user)

    def add_page(self, title: str, **fields: Any) -> StandardPage:
        """A page of prose below the home page, with its first revision."""
        page = self.home.add_child(instance=StandardPage(title=title, **fields))
        page.save_revision(user=self.user, log_action="wagtail.create")
        return page

    def make_entries(self) -> None:
        """A platform and a resource with a past, waiting for somebody's approval."""
        self.entries = []
        for make in (
            factories.PlatformFactory,
            factories.ResourceFactory,
            factories.CourseFactory,
            factories.LessonFactory,
            factories.TrainingEventFactory,
        ):
            entry = make()
            entry.name_th = "ชื่อใหม่"
            entry.save_revision(user=self.user, log_action=True).publish(user=self.user)
            entry.save_revision(user=self.user, log_action=True)
            entry.get_workflow().start(entry, self.user)
            make(draft=True, locked=True, locked_by=self.user, locked_at=timezone.now())
            self.entries += [entry, self.schedule(make())]
        kept = ResourceCollection(slug="flood", name_th="เรียนในช่วงน้ำท่วม")
        kept.save()
        kept.save_revision(user=self.user, log_action=True).publish(user=self.user)
        self.entries.append(self.schedule(kept))

    def schedule(self, entry: Any) -> Any:
        """Give an entry a second version that goes live the day after tomorrow."""
        entry.go_live_at = timezone.now() + timedelta(days=2)
        entry.save_revision(user=self.user, log_action=True).publish(user=self.user)
        return entry

    def make_tables(self) -> None:
        """A row of each table that staff keep."""
        grade, subject = factories.GradeFactory(), factories.SubjectFactory()
        indicator = Indicator.objects.create(code="ค 1.1 ป.4/1", subject=subject, text="บอกค่า")
        indicator.grades.add(grade)
        factories.AudienceFactory()
        factories.DeliveryModeFactory()
        slot = factories.TimetableSlotFactory()
        lesson = factories.LessonFactory(course=slot.course)
        factories.UnitFactory(course=slot.course)
        LessonPin.objects.create(lesson=lesson, date=date(2026, 11, 2))
        TimetableException.objects.create(
            kind="cancelled", channel=slot.channel, slot=slot, date=date(2026, 11, 2)
        )
        factories.TrainingRegistrationFactory()
        school = factories.SchoolFactory()
        school.cluster = Cluster.objects.create(name_th="กลุ่มตัวอย่าง", district=school.district)
        school.save()
        AddressRange.objects.create(network="203.0.113.0/24", school=school)
        QuerySynonym.objects.create(typed="คอม", meant="วิทยาการคำนวณ")
        Pin.objects.create(query="น้ำท่วม", title="เรียนในช่วงน้ำท่วม", url="/collections/flood/")
        new_draft(make_published().procedure, self.user)
        self.make_rounds()
        OfficeHoliday.objects.create(date=date(2026, 12, 11), name="วันหยุดพิเศษ")
        HolidayYear.objects.create(year=2569, confirmed_by=self.user)
        AcademicTerm.objects.create(
            academic_year=2569, number=1, first_day=date(2026, 5, 16), last_day=date(2026, 10, 9)
        )

    def make_rounds(self) -> None:
        """A running round with everything that belongs to it, and a closed one."""
        round_ = rounds.opened("DE-01", date(2025, 11, 3), year=2569, by=self.user)
        Evidence.objects.create(
            round_step=round_.open_step, kind="link", url="https://example.org/", note="คำสั่ง"
        )
        committee = Committee(
            round=round_, name="คณะทำงาน", order_number="1/2569", order_date=date(2025, 11, 3)
        )
        committee.members = [CommitteeMember(name="สมศรี")]
        committee.save()
        Meeting.objects.create(round=round_, number=1, date=date(2025, 11, 4))
        other = rounds.opened("DE-02", date(2025, 11, 3), year=2569, by=self.user)
        self.closed_round = rounds.until(other, 99)

    def make_usage(self) -> None:
        """A day that was counted, in a month whose figures were fixed."""
        day = date(2026, 9, 10)
        store([event(1, at("09:00:00", day))])
        SpoolBad.objects.create(name="x", day=day, offset=1, line="{", reason="unknown item")
        roll_up_days([day])
        refresh_periods()
        close_period(Period.objects.get(code="month-2569-09"), "สมศรี", date(2026, 10, 2))

    def make_settings(self) -> None:
        """A redirect, a colleague, a workflow and a task that are switched off."""
        Redirect.objects.create(old_path="/old", redirect_page=self.page)
        self.colleague = factories.UserFactory(email="colleague@example.org")
        self.colleague.groups.add(Group.objects.first())
        Workflow.objects.create(name="เลิกใช้", active=False)
        Task.objects.create(name="งานที่เลิกใช้", active=False)

    def make_approval(self) -> None:
        """A collection that waits for the formal act of a level, of which the reader is one."""
        kind = ContentType.objects.get_for_model(ResourceCollection)
        WorkflowContentType.objects.create(content_type=kind, workflow=apply_levels())
        self.user.groups.add(Group.objects.get(name=group_name("group_head")))
        self.listed = ResourceCollection(slug="list", name_th="รายการสื่อ", live=False)
        self.listed.save()
        self.listed.save_revision(user=self.colleague, log_action=True)
        self.listed.get_workflow().start(self.listed, self.colleague)
        self.entries.append(self.listed)
