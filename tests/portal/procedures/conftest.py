"""The five procedures, seeded once for a whole test module, and who works on rounds of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.core.groups import apply_groups
from portal.procedures.models import Procedure
from portal.procedures.seeding import seed
from tests.factories import UserFactory
from tests.search.conftest import memory_engine  # noqa: F401  shared with the tests of search
from tests.seeded_site import seeded_once

from . import round_factories as rounds


@pytest.fixture(scope="module")
def _seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from seeded_once(django_db_blocker, lambda: seed(lambda _line: None))


@pytest.fixture
def five(_seeded: None, db: None) -> dict[str, Procedure]:
    """The procedures by code."""
    return {row.code: row for row in Procedure.objects.all()}


@pytest.fixture
def a_day_in_june() -> Iterator[None]:
    """Noon of `round_factories.TODAY`."""
    with time_machine.travel(f"{rounds.TODAY}T12:00:00+07:00", tick=False):
        yield


@pytest.fixture
def roles(db: None) -> None:
    """The site's groups with their permissions."""
    apply_groups()


@pytest.fixture
def somebody(db: None) -> Any:
    """An account without any role, to sign acts with."""
    return UserFactory(first_name="สมชาย", last_name="ใจดี")


@pytest.fixture
def staff(roles: None, client: Client) -> Any:
    """A member of the working group, who is signed in."""
    user = rounds.member("working_group", first_name="สมศรี")
    client.force_login(user)
    return user
