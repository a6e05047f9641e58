"""What the admin answers to a form, well or badly filled in, is Thai as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupApprovalTask, Workflow
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.test.utils.wagtail_tests import WagtailTestUtils

from portal.home.models import StandardPage
from tests.portal.core.admin_screens import Content, untranslated

pytestmark = pytest.mark.django_db(databases="__all__")
PUBLISH = {"action-publish": "1"}
SUBMIT = {"action-submit": "1"}


@pytest.fixture
def content(superuser: Any) -> Content:
    return Content(superuser)


@pytest.fixture(autouse=True)
def _all_in_thai() -> Iterator[None]:
    """Nothing is looked up in Thai without being found, in any test here."""
    with untranslated() as missing:
        yield
    assert sorted(missing) == []


@pytest.fixture
def staff(client: Client, content: Content) -> Client:
    client.force_login(content.user)
    return client


def send(client: Client, address: str, **changes: Any) -> str:
    """Fill in the form at this address, send it, and read the messages that come back."""
    shown = client.get(address)
    # A dialogue arrives wrapped in JSON.
    as_json = shown["Content-Type"] == "application/json"
    page = shown.json()["html"] if as_json else shown.content.decode()
    forms = WagtailTestUtils.get_soup(page).find_all("form")
    index = max(
        (i for i, form in enumerate(forms) if form.get("method", "").lower() == "post"),
        key=lambda i: len(forms[i].find_all(["input", "textarea", "select"])),
    )
    data = querydict_from_html(page, form_index=index)
    # Streams are drawn by scripts: without them, an empty one.
    data.update({"body-count": "0", **changes})
    response = client.post(address, data, follow=True)
    assert response.status_code < 500, address
    return said_by(response)


def said_by(response: Any) -> str:
    """The messages and complaints on a page."""
    soup = WagtailTestUtils.get_soup(response.content.decode())
    found = soup.select(".messages li, .error-message, .help-critical")
    return " / ".join(element.get_text(" ", strip=True) for element in found)


def page_url(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def test_writing_a_page(staff: Client, content: Content) -> None:
    add = page_url("add", "home", "standardpage", content.home.pk)

    assert "ต้องกรอกช่องนี้" in send(staff, add, title="", **PUBLISH)
    assert "สร้างหน้า 'หน้าใหม่' แล้ว" in send(staff, add, title="หน้าใหม่", slug="new")
    assert "ถูกใช้แล้ว" in send(staff, add, title="หน้าซ้ำ", slug="new")
    edit = page_url("edit", StandardPage.objects.get(slug="new").pk)
    assert "บันทึกหน้า" in send(staff, edit, title="แก้แล้ว")
    past = {"go_live_at": "2020-01-02 10:00", "expire_at": "2020-01-01 10:00"}
    assert "ยังไม่ถูกต้อง" in send(staff, edit, **past)
    assert "เผยแพร่หน้า" in send(staff, edit, **PUBLISH)
    assert "ตั้งกำหนดเวลา" in send(staff, edit, go_live_at="2099-01-01 10:00", **PUBLISH)
    assert "ถูกล็อกอยู่" in send(staff, edit)  # until the scheduled version is out


def test_approving_a_page(staff: Client, content: Content) -> None:
    page = content.page
    edit = page_url("edit", page.pk)

    def judge(action: str) -> str:
        state = StandardPage.objects.get(pk=page.pk).current_workflow_task_state
        address = page_url("workflow_action", page.pk, action, state.pk)
        return said_by(staff.post(address, {"comment": "ดูแล้ว"}, follow=True))

    assert "ขออนุมัติแล้ว" in send(staff, edit, **SUBMIT)
    assert "ยกเลิกขั้นตอนการอนุมัติ" in send(staff, edit, **{"action-cancel-workflow": "1"})
    send(staff, edit, **SUBMIT)
    judge("reject")
    staff.get(edit)
    assert "ใหม่แล้ว" in send(staff, edit, **{"action-restart-workflow": "1"})
    judge("approve")
    staff.get(page_url("workflow_history", page.pk))
    assert "อนุมัติ" in staff.get(page_url("history", page.pk)).content.decode()


def test_moving_and_removing_pages(staff: Client, content: Content) -> None:
    page = content.page
    for step in ("lock", "unlock"):
        assert staff.post(page_url(step, page.pk), follow=True).status_code == 200
    send(staff, page_url("set_privacy", page.pk), restriction_type="groups")
    send(staff, page_url("set_privacy", page.pk), restriction_type="login")
    copy = page_url("copy", page.pk)
    assert "ถูกใช้แล้ว" in send(staff, copy, new_title="สำเนา", new_slug=page.slug)
    assert "คัดลอกหน้า" in send(staff, copy, new_title="สำเนา", new_slug="copy")
    copied = StandardPage.objects.get(slug="copy")
    send(staff, page_url("move", copied.pk), new_parent_page=copied.pk)
    send(staff, page_url("move_confirm", copied.pk, content.draft.pk))
    assert "เป็นหน้าธรรมดา" in send(staff, page_url("convert_alias", content.alias.pk))
    revision = content.scheduled.scheduled_revision
    send(staff, page_url("revisions_unschedule", content.scheduled.pk, revision.pk))
    assert "ยกเลิกการเผยแพร่หน้า" in send(staff, page_url("unpublish", page.pk))
    assert "ลบหน้า" in send(staff, page_url("delete", page.pk))
    staff.get(reverse("wagtailadmin_reports:site_history"))


def test_curating_an_entry(staff: Client, content: Content) -> None:
    entry = content.entries[1]
    url = entry.snippet_viewset.get_url_name

    def at(name: str, *args: Any) -> str:
        return reverse(url(name), args=[entry.pk, *args])

    assert "ต้องกรอกช่องนี้" in send(staff, reverse(url("add")), **PUBLISH)
    send(staff, at("edit"), name_th="")
    send(staff, at("edit"))
    send(staff, at("edit"), **PUBLISH)
    send(staff, at("edit"), **SUBMIT)
    for step in ("lock", "unlock"):
        staff.post(at(step), follow=True)
    send(staff, at("revisions_revert", entry.revisions.earliest("pk").pk))
    send(staff, at("unpublish"))
    staff.get(at("history"))
    send(staff, at("delete"))


def test_files(staff: Client, content: Content) -> None:
    def upload(name: str, data: bytes) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, data)

    image, document = reverse("wagtailimages:add"), reverse("wagtaildocs:add")
    assert "ต้องกรอกช่องนี้" in send(staff, image, title="")
    send(staff, image, title="ปลอม", file=upload("x.png", b"not an image"))
    send(staff, image, title="ผิดชนิด", file=upload("x.bmp", b"BM"))
    send(staff, image, title="ภาพ", file=get_test_image_file())
    send(staff, document, title="ผิดชนิด", file=upload("x.exe", b"MZ"))
    send(staff, document, title="เอกสาร", file=upload("x.txt", b"text"))
    for name, file in (
        ("images", get_test_image_file()),
        ("images", upload("x.png", b"no")),
        ("docs", upload("y.txt", b"text")),
        ("docs", upload("y.exe", b"MZ")),
    ):
        answer = staff.post(reverse(f"wagtail{name}:add_multiple"), {"files[]": file})
        assert answer.status_code == 200
    send(staff, reverse("wagtailimages:edit", args=[content.image.pk]))
    send(staff, reverse("wagtaildocs:delete", args=[content.document.pk]))
    send(staff, reverse("wagtailimages:delete", args=[content.image.pk]))


def test_people_and_settings(staff: Client, content: Content) -> None:
    user = {"username": "somchai", "email": "x", "first_name": "สมชาย", "last_name": "ใจดี"}
    send(staff, reverse("wagtailusers_users:add"), **user, password1="a", password2="b")
    send(staff, reverse("wagtailusers_users:add"), **user, password1="123", password2="123")
    send(staff, reverse("wagtailusers_users:edit", args=[content.colleague.pk]), email="x@y.org")
    send(staff, reverse("wagtailusers_users:delete", args=[content.colleague.pk]))
    for name in ("wagtailusers_groups", "wagtailsites", "wagtailredirects"):
        assert "ต้องกรอกช่องนี้" in send(staff, reverse(f"{name}:add"), old_path="", name="")
    send(staff, reverse("wagtailredirects:add"), old_path="/a", redirect_link="/b")
    send(staff, reverse("wagtailadmin_collections:add"), name="ชุดใหม่", parent="1")
    collection = Collection.objects.get(name="ชุดใหม่")
    send(staff, reverse("wagtailadmin_collections:edit", args=[collection.pk]), name="")
    send(staff, reverse("wagtailadmin_collections:delete", args=[collection.pk]))
    send(staff, reverse("wagtailadmin_workflows:add"), name="")
    for name, thing in (
        ("", Workflow.objects.first()),
        ("_task", GroupApprovalTask.objects.first()),
    ):
        send(staff, reverse(f"wagtailadmin_workflows:disable{name}", args=[thing.pk]))
        staff.post(reverse(f"wagtailadmin_workflows:enable{name}", args=[thing.pk]), follow=True)
    account = reverse("wagtailadmin_account")
    send(staff, account, **{"password-old_password": "x", "password-new_password1": "y"})
    named = {"name_email-last_name": "ใจดี", "name_email-email": "somsri@example.org"}
    assert "บันทึกการตั้งค่าบัญชี" in send(staff, account, **named)


def test_coming_in(client: Client, content: Content) -> None:
    login, reset = reverse("wagtailadmin_login"), reverse("wagtailadmin_password_reset")

    assert "ไม่ถูกต้อง" in send(client, login, username="nobody", password="wrong")
    assert "ที่อยู่อีเมล" in send(client, reset, email="nothing")
    send(client, reset, email=content.colleague.email)
    client.get("/admin/password_reset/confirm/MQ/wrong/")
    client.force_login(content.colleague)
    client.get("/admin/sites/", follow=True)
    assert "ออกจากระบบแล้ว" in said_by(client.post("/admin/logout/", follow=True))


def test_importing_schools(staff: Client, content: Content) -> None:
    head = "รหัสกระทรวง,ชื่อโรงเรียน,อำเภอ,สถานะ"
    rows = f"{head}\n1049x,บ้านก,ไม่มีอำเภอนี้,?\n1099900777,บ้านข,เมืองตัวอย่าง,เปิด\n"
    for name, text in (("a.xls", "x"), ("b.csv", "ก,ข\n1,2\n"), ("c.xlsx", "x"), ("d.csv", rows)):
        file = SimpleUploadedFile(name, text.encode())
        answer = staff.post(reverse("schools_import"), {"file": file}, follow=True)
        assert answer.status_code == 200
    assert "ไม่มีอำเภอนี้" in answer.content.decode()
    report = answer.redirect_chain[-1][0]
    for choice in ("all", "good"):
        assert staff.post(report, {"rows": choice}, follow=True).status_code == 200
