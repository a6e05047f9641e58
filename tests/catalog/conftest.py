"""People of each role, signed in to the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.core.groups import apply_groups
from portal.core.workflows import apply_workflows
from tests import factories

SignIn = Callable[..., Client]


@pytest.fixture
def roles(db: None) -> dict[str, Group]:
    groups = apply_groups()
    apply_workflows()
    return groups


@pytest.fixture
def sign_in(roles: dict[str, Group]) -> SignIn:
    """`sign_in("editor")` gives a client; `client.user` is who it is."""

    def as_role(code: str, **kwargs: Any) -> Client:
        client = Client()
        user = factories.UserFactory(**kwargs)
        user.groups.set([roles[code]])
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.user = user
        return client

    return as_role


@pytest.fixture
def editor(sign_in: SignIn) -> Client:
    return sign_in("editor")


@pytest.fixture
def head(sign_in: SignIn) -> Client:
    return sign_in("group_head")
