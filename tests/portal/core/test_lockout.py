"""Guessing passwords is stopped, without keeping anybody's address."""

from __future__ import annotations

from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def sign_in(client: Client, password: str) -> Any:
    return client.post(reverse("wagtailadmin_login"), {"username": "editor", "password": password})


@pytest.fixture
def _editor() -> None:
    factories.UserFactory(username="editor", is_superuser=True, is_staff=True)


@pytest.mark.usefixtures("_editor")
def test_a_few_mistakes_lock_nobody_out(client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, "wrong").status_code == 200

    assert sign_in(client, "secret").status_code == 302


@pytest.mark.usefixtures("_editor")
def test_after_repeated_failures_even_the_right_password_waits(client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, "wrong")

    locked = sign_in(client, "secret")
    assert {answer.status_code, locked.status_code} == {429}
    page = locked.content.decode()
    assert '<html lang="th"' in page
    assert "รหัสผ่าน" in page
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_editor")
def test_no_table_and_no_log_holds_an_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        sign_in(client, "wrong")

    assert not any(table.objects.exists() for table in (AccessAttempt, AccessFailureLog, AccessLog))
    assert "127.0.0.1" not in caplog.text
