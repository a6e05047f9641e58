"""Links: what each opens, and each reason why one opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from portal.approvals.models import ApprovalAct, ApprovalLink
from portal.core.models import SiteSettings
from tests.portal.approvals.factories import Office, signed_in

pytestmark = pytest.mark.django_db
REMARK = "ขอให้ทบทวนงบประมาณไตรมาสที่ ๒"


def use(second_factor: str) -> None:
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"approval_second_factor": second_factor}
    )


@pytest.fixture
def link(office: Office) -> tuple[ApprovalLink, str]:
    """The head's link, in an office where the code is the second factor."""
    office.bring_to("at_head")
    return office.link_for(office.people["group_head"])


def text_of(response: Any) -> str:
    return response.content.decode()


def asked_code(client: Client, path: str, **values: str) -> str:
    """Ask for a code and read it in the message."""
    assert client.post(path, {**values, "send_code": "1"}).status_code == 200
    found = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def test_reading_decides_nothing(office: Office, link: Any) -> None:
    client = Client()
    for method in (client.get, client.head, client.options):
        assert method(link[1]).status_code == 200
    assert client.get(f"{link[1]}full/").status_code == 200
    assert ApprovalAct.objects.count() == 1
    assert ApprovalLink.objects.get(pk=link[0].pk).used_at is None


@pytest.mark.parametrize("path", ["", "full/"])
def test_nobody_keeps_or_passes_on_the_page(link: Any, path: str) -> None:
    response = Client().get(link[1] + path)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "<script" not in text_of(response)
    assert "style=" not in text_of(response)


def test_only_a_hash_of_the_secret_is_stored(link: Any) -> None:
    token = link[1].split("/")[2]
    stored = ApprovalLink.objects.values().get(pk=link[0].pk)
    assert token not in str(stored)
    assert len(stored["nonce_hash"]) == 64


def test_signing_with_a_code(office: Office, link: Any) -> None:
    client = Client()
    code = asked_code(client, link[1])
    thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    response = client.post(link[1], {"action": "sign", "remark": REMARK, "code": f" {thai} "})
    assert response.status_code == 200
    act = ApprovalAct.objects.last()
    assert (act.act, act.actor, act.channel) == ("concur", office.people["group_head"], "link")
    assert act.remark == REMARK
    assert code not in str(ApprovalLink.objects.values().get(pk=link[0].pk))


def test_a_used_link_shows_what_was_decided(office: Office, link: Any) -> None:
    client = Client()
    code = asked_code(client, link[1])
    values = {"action": "return", "remark": REMARK, "code": code}
    client.post(link[1], values)
    for response in (client.get(link[1]), client.post(link[1], values)):
        assert response.status_code == 410
        assert "ส่งกลับ" in text_of(response)
        assert REMARK in text_of(response)
    assert ApprovalAct.objects.count() == 2


def test_a_link_that_is_not_ours(link: Any) -> None:
    token = link[1].split("/")[2]
    other = ("b" if token[5] != "b" else "c").join([token[:5], token[6:]])
    response = Client().post(f"/approve/{other}/", {"remark": REMARK})
    assert response.status_code == 403
    assert REMARK in text_of(response)


def test_a_link_that_is_not_known_any_more(link: Any) -> None:
    link[0].delete()
    assert Client().get(link[1]).status_code == 404


def test_an_expired_link(link: Any) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        response = Client().post(link[1], {"action": "sign", "remark": REMARK})
    assert response.status_code == 410
    assert REMARK in text_of(response)
    assert "หมดอายุ" in text_of(response)


def test_the_content_changed_meanwhile(office: Office, link: Any) -> None:
    client = Client()
    code = asked_code(client, link[1])
    office.write("แก้หลังส่งจดหมาย")
    response = client.post(link[1], {"action": "sign", "remark": REMARK, "code": code})
    assert response.status_code == 409
    assert REMARK in text_of(response)
    assert ApprovalAct.objects.count() == 1


def test_a_colleague_was_faster(office: Office, link: Any) -> None:
    colleague = office.person("group_head", first_name="เพื่อนร่วมงาน")
    office.act("refuse", "group_head", colleague, comment="ไม่พร้อม")
    response = Client().get(link[1])
    assert response.status_code == 409
    assert "เพื่อนร่วมงาน" in text_of(response)


def test_it_was_withdrawn(office: Office, link: Any) -> None:
    office.plan.current_workflow_state.cancel(user=office.author)
    assert Client().get(link[1]).status_code == 409


def test_no_longer_in_the_group(office: Office, link: Any) -> None:
    office.people["group_head"].groups.clear()
    assert Client().get(link[1]).status_code == 403


def test_an_account_that_was_closed(office: Office, link: Any) -> None:
    user = office.people["group_head"]
    user.is_active = False
    user.save()
    assert Client().get(link[1]).status_code == 403


def test_the_author(office: Office) -> None:
    author = office.person("group_head")
    office.write(user=author)
    office.submit(author)
    response = Client().get(office.link_for(author)[1])
    assert response.status_code == 403
    assert "ผู้เสนอ" in text_of(response)


def test_a_wrong_code_keeps_what_was_typed(link: Any) -> None:
    client = Client()
    code = asked_code(client, link[1])
    wrong = f"{(int(code) + 1) % 10**6:06}"
    values = {"action": "refuse", "remark": REMARK, "redo_step": ""}
    for _number in range(5):
        response = client.post(link[1], {**values, "code": wrong})
        assert response.status_code == 403
        assert REMARK in text_of(response)
        assert re.search(r'value="refuse"[^>]*checked', text_of(response))
    response = client.post(link[1], {**values, "code": code})
    assert response.status_code == 429, "the right code comes too late after five wrong ones"
    assert ApprovalAct.objects.count() == 1


def test_a_code_of_eleven_minutes_ago(link: Any) -> None:
    client = Client()
    code = asked_code(client, link[1])
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        response = client.post(link[1], {"action": "sign", "code": code})
    assert response.status_code == 410
    assert ApprovalAct.objects.count() == 1


def test_without_a_code(link: Any) -> None:
    assert Client().post(link[1], {"action": "sign"}).status_code == 403


def test_codes_are_not_sent_without_end(link: Any) -> None:
    statuses = [Client().post(link[1], {"send_code": "1"}).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2


def test_a_return_without_a_remark(link: Any) -> None:
    client = Client()
    code = asked_code(client, link[1])
    response = client.post(link[1], {"action": "return", "remark": " ", "code": code})
    assert response.status_code == 422
    assert ApprovalAct.objects.count() == 1
    assert client.post(link[1], {"action": "sign", "code": code}).status_code == 200


def test_where_the_login_is_the_second_factor(office: Office, link: Any) -> None:
    use("login")
    assert Client().get(link[1])["Location"].startswith("/admin/login/?next=/approve/")
    assert signed_in(office.people["superuser"]).get(link[1]).status_code == 403
    response = Client().post(link[1], {"action": "sign", "remark": REMARK})
    assert response.status_code == 401
    assert REMARK in text_of(response)
    client = signed_in(office.people["group_head"])
    assert 'name="code"' not in text_of(client.get(link[1]))
    assert client.post(link[1], {"action": "sign"}).status_code == 200
    assert ApprovalAct.objects.count() == 2


def test_browsers_that_send_no_origin_and_no_cookie(link: Any) -> None:
    """Without a referrer a browser says "Origin: null", which Django's own check refuses."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    code = asked_code(client, link[1])
    assert client.post(link[1], {"action": "sign", "code": code}).status_code == 200


def test_the_secret_of_a_refused_request_is_in_no_log(
    link: Any, caplog: pytest.LogCaptureFixture
) -> None:
    Client().post(link[1], {"action": "sign"})
    assert "/approve/" not in caplog.text
