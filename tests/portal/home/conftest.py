"""Fixtures of the room: a front page and its news."""

from __future__ import annotations

import pytest

from portal.home.models import HomePage, NewsIndexPage
from tests.portal.home import site_pages


@pytest.fixture
def home(db: None) -> HomePage:
    """A front page."""
    return site_pages.make_home()


@pytest.fixture
def news_index(home: HomePage) -> NewsIndexPage:
    """The place of the news, empty."""
    return site_pages.make_news_index(home)
