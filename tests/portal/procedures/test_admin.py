"""Staff's screens: who may edit, publish and delete, on which version, by GET and by POST."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from portal.core.groups import apply_groups, group_name
from portal.procedures.models import FlowEdge, ProcedureStep, ProcedureVersion
from portal.procedures.seeding import seed
from portal.procedures.versions import new_draft
from tests.factories import UserFactory
from tests.portal.procedures.factories import make_published

pytestmark = pytest.mark.django_db
ROLES = [
    *("editor", "working_group", "group_head"),
    *("deputy_director", "director", "reporting_staff", "superuser"),
]
EDITS, PUBLISHES = {"working_group", "group_head", "superuser"}, {"group_head", "superuser"}


def sign_in(client: Client, role: str) -> None:
    apply_groups()
    user = UserFactory(is_superuser=role == "superuser", is_staff=True)
    if role != "superuser":
        user.groups.add(Group.objects.get(name=group_name(role)))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def address(name: str, version: ProcedureVersion) -> str:
    if name in ("edit", "delete"):
        return reverse(f"procedureversion:{name}", args=[version.pk])
    pk = version.procedure_id if name == "revise" else version.pk
    return reverse(f"procedures_{name}", args=[pk])


def allowed(response: Any) -> bool:
    """Whether a screen did its work: Wagtail sends those who may not to its front page."""
    front = reverse("wagtailadmin_home")
    if response.status_code == 302 and response["Location"] == front:
        return False
    assert response.status_code in (200, 302, 403)
    return response.status_code != 403


def form_data(form: BaseForm) -> dict[str, Any]:
    """Everything that a browser would send back of an unchanged form."""
    data: dict[str, Any] = {}
    for each in [form, *(form for formset in form.formsets.values() for form in formset)]:
        for name, field in each.fields.items():
            value = field.prepare_value(each.get_initial_for_field(field, name))
            if value is not None and value is not False:
                data[each.add_prefix(name)] = value
    for formset in form.formsets.values():
        management = formset.management_form
        data |= {
            management.add_prefix(name): management[name].value() for name in management.fields
        }
        for place, row in enumerate(formset):
            data[row.add_prefix("ORDER")] = place + 1
    return {name: getattr(value, "pk", value) for name, value in data.items()}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_to_a_draft(client: Client, role: str) -> None:
    old = make_published()
    draft = new_draft(old.procedure)
    sign_in(client, role)
    may = {
        "edit": EDITS,
        "revise": EDITS,
        "publish": PUBLISHES,
        "delete": PUBLISHES,
        "preview": set(ROLES),
        "compare": set(ROLES),
    }

    for name, roles in may.items():
        assert allowed(client.get(address(name, draft))) == (role in roles), name
    assert allowed(client.post(address("publish", draft))) == (role in PUBLISHES)
    draft.refresh_from_db()
    assert draft.is_published == (role in PUBLISHES)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_changes_publishes_or_deletes_what_is_published(client: Client, role: str) -> None:
    version = make_published()
    sign_in(client, role)

    for name in ("edit", "delete", "publish"):
        assert not allowed(client.get(address(name, version)))
        assert not allowed(client.post(address(name, version), {"name_th": "แก้"}))

    stored = ProcedureVersion.objects.get(pk=version.pk)
    assert (stored.name_th, stored.steps.count()) == ("งานทดสอบ", 3)


def test_strangers_are_sent_to_the_login(client: Client) -> None:
    draft = new_draft(make_published().procedure)
    for name in ("edit", "delete", "publish", "preview", "compare", "revise"):
        for response in (client.get(address(name, draft)), client.post(address(name, draft))):
            assert response.status_code == 302
            assert "/admin/login/" in response["Location"]


def test_looking_at_a_page_makes_no_draft(client: Client) -> None:
    version = make_published()
    sign_in(client, "working_group")

    client.get(address("revise", version))
    assert not ProcedureVersion.objects.drafts().exists()

    response = client.post(address("revise", version))
    draft = ProcedureVersion.objects.drafts().get()
    assert response["Location"] == address("edit", draft)
    assert client.post(address("revise", version))["Location"] == address("edit", draft)


def test_the_list_leads_to_what_can_be_done(client: Client) -> None:
    version = make_published()
    draft = new_draft(version.procedure)
    sign_in(client, "group_head")

    page = client.get(reverse("procedureversion:index")).content.decode()

    for name, row in (("edit", draft), ("publish", draft), ("revise", version)):
        assert address(name, row) in page
    assert address("edit", version) not in page
    assert address("publish", version) not in page
    assert "กระบวนการ" in page
    filtered = client.get(reverse("procedureversion:index"), {"is_draft": "yes"}).content.decode()
    assert address("edit", draft) in filtered
    assert address("revise", version) not in filtered


def test_the_form_of_the_longest_procedure_is_saved_whole(client: Client) -> None:
    seed(lambda _line: None)
    version = ProcedureVersion.objects.get(procedure__code="DE-05")
    draft = new_draft(version.procedure)
    sign_in(client, "working_group")
    page = client.get(address("edit", draft))
    data = form_data(page.context["form"])
    data["name_th"] = "ชื่อที่ปรับปรุง"
    data["change_note"] = "ปรับชื่อ"

    response = client.post(address("edit", draft), data)

    assert response.status_code == 302, page_errors(response)
    stored = ProcedureVersion.objects.get(pk=draft.pk)
    assert stored.name_th == "ชื่อที่ปรับปรุง"
    before, after = list(version.steps.values()), list(stored.steps.values())
    unlike = {"id", "version_id", "sort_order"}
    assert [{k: v for k, v in row.items() if k not in unlike} for row in after] == [
        {k: v for k, v in row.items() if k not in unlike} for row in before
    ]
    assert stored.anomalies.count() == 11


def page_errors(response: Any) -> Any:
    form = response.context["form"]
    return form.errors, {name: each.errors for name, each in form.formsets.items()}


def test_a_draft_with_faults_is_saved_and_says_what_is_wrong(client: Client) -> None:
    draft = new_draft(make_published().procedure)
    FlowEdge.objects.filter(version=draft, kind="reject").delete()
    sign_in(client, "group_head")
    data = form_data(client.get(address("edit", draft)).context["form"])
    data["steps-0-duration_min"] = "9"

    saved = client.post(address("edit", draft), data, follow=True).content.decode()
    refused = client.post(address("publish", draft)).content.decode()

    assert ProcedureStep.objects.get(version=draft, seq=1).duration_min == 9
    for page in (saved, refused):
        assert "“อย่างน้อย” มากกว่า “อย่างมาก”" in page
        assert "ไม่มีเส้นสำหรับ “ไม่ผ่าน”" in page
    assert not ProcedureVersion.objects.get(pk=draft.pk).is_published


def test_what_cannot_be_read_comes_back_as_typed(client: Client) -> None:
    draft = new_draft(make_published().procedure)
    sign_in(client, "working_group")
    data = form_data(client.get(address("edit", draft)).context["form"])
    data |= {"steps-0-seq": "หนึ่ง", "flow_nodes-0-key": "กก", "name_th": "ชื่อที่พิมพ์ไว้"}

    response = client.post(address("edit", draft), data)

    assert response.status_code == 200
    page = response.content.decode()
    assert "ชื่อที่พิมพ์ไว้" in page
    assert "หนึ่ง" in page
    assert "ตัวอักษร A ถึง Z" in page
    assert ProcedureVersion.objects.get(pk=draft.pk).name_th == "งานทดสอบ"


def test_the_comparison_and_the_preview_show_the_draft_to_staff_only(client: Client) -> None:
    draft = new_draft(make_published().procedure)
    draft.name_th = "ชื่อใหม่"
    draft.save()
    sign_in(client, "director")

    compared = client.get(address("compare", draft)).content.decode()
    page = client.get(address("preview", draft)).content.decode()

    assert "<del>งานทดสอบ</del>" in compared
    assert "<ins>ชื่อใหม่</ins>" in compared
    assert "ประชาชนยังไม่เห็น" in page


def test_no_procedure_at_all_is_said(client: Client) -> None:
    assert "ยังไม่มีกระบวนการที่เผยแพร่" in client.get("/procedures/").content.decode()


def test_no_version_is_made_from_nothing(client: Client) -> None:
    sign_in(client, "superuser")
    assert client.get("/admin/procedureversion/new/").status_code == 404
