from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_login_page_has_the_strict_policy(client: Client) -> None:
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy


def test_the_admin_of_the_signed_in_allows_its_own_inline_scripts_only(
    client: Client, superuser: Any
) -> None:
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    policy = client.get("/admin/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "unsafe-eval" not in policy
