from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import GroupPagePermission, ModelLogEntry, Revision

from catalog.models import Platform, Resource
from portal.core.demo_accounts import PASSWORD, demo_accounts, seed_demo_accounts
from portal.core.groups import ROLES
from portal.home.models import HomePage, NewsPage
from portal.schools.models import School
from tests.seeded_site import row_counts, seeded_once


def _setup(*options: str) -> str:
    words = io.StringIO()
    call_command("setup", *options, stdout=words)
    return words.getvalue()


@pytest.fixture(scope="module")
def facts(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """The words of a first run where DEMO is off."""
    yield from seeded_once(django_db_blocker, _setup)


pytestmark = [pytest.mark.usefixtures("facts"), pytest.mark.django_db(databases="__all__")]


def test_without_demo_there_are_facts_only() -> None:
    assert Platform.objects.public().count() == 57
    assert not Resource.objects.filter(is_sample=True).exists()
    assert not School.objects.exists()
    assert not NewsPage.objects.exists()
    assert not get_user_model().objects.exists()


def test_groups_may_edit_below_the_new_home_page() -> None:
    home = HomePage.objects.get()
    assert Group.objects.count() == len(ROLES)
    assert GroupPagePermission.objects.filter(page=home).exists()
    assert not GroupPagePermission.objects.exclude(page=home).exists()


def test_it_speaks_thai_whatever_the_language(facts: str) -> None:
    with translation.override("en"):
        assert "ขณะนี้เว็บไซต์มีข้อมูลดังนี้" in _setup()
    assert "57" in facts
    assert PASSWORD not in facts


def test_a_second_run_changes_nothing() -> None:
    before = row_counts()
    newest = Revision.objects.latest("pk").pk, ModelLogEntry.objects.latest("pk").pk
    _setup()
    assert row_counts() == before
    assert (Revision.objects.latest("pk").pk, ModelLogEntry.objects.latest("pk").pk) == newest


def test_samples_on_request_bring_no_accounts() -> None:
    words = _setup("--samples")
    assert Resource.objects.filter(is_sample=True).count() >= 300
    assert School.objects.filter(is_sample=True).count() == 120
    assert not get_user_model().objects.exists()
    assert PASSWORD not in words


def test_demo_brings_samples_and_an_account_for_each_role(settings: Any) -> None:
    settings.DEMO = True
    words = _setup()
    assert School.objects.filter(is_sample=True).exists()
    users = {user.username: user for user in get_user_model().objects.all()}
    assert users.keys() == {"admin", *ROLES}
    assert users.pop("admin").is_superuser
    for username, user in users.items():
        assert user.check_password(PASSWORD)
        assert user.has_perm("wagtailadmin.access_admin")
        assert [group.name for group in user.groups.all()] == [ROLES[username].name]
    for account in demo_accounts():
        assert account.username in words
        assert account.role in words
    before = row_counts()
    _setup()
    assert row_counts() == before


def test_demo_without_samples_brings_neither(settings: Any) -> None:
    settings.DEMO = True
    before = row_counts()
    _setup("--without-samples")
    assert row_counts() == before


def test_a_demo_account_keeps_its_new_password(settings: Any) -> None:
    settings.DEMO = True
    seed_demo_accounts(lambda text: None)
    editor = get_user_model().objects.get(username="editor")
    editor.set_password("another one")
    editor.save()
    seed_demo_accounts(lambda text: None)
    editor.refresh_from_db()
    assert editor.check_password("another one")


def test_demo_accounts_are_refused_where_demo_is_off() -> None:
    with pytest.raises(ImproperlyConfigured):
        seed_demo_accounts(lambda text: None)
    assert not get_user_model().objects.exists()


def test_both_options_at_once_are_refused() -> None:
    with pytest.raises(CommandError):
        call_command("setup", "--samples", "--without-samples")


def test_removing_samples_leaves_exactly_the_facts(settings: Any) -> None:
    before = row_counts()
    _setup("--samples")
    assert row_counts() != before
    call_command("remove_samples", "--yes", stdout=io.StringIO())
    assert row_counts() == before
