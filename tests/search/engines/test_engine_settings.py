"""A half-configured engine is told before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

RIGHT = {
    "SEARCH_ENGINE": "elasticsearch",
    "ELASTICSEARCH_URL": ["https://search.example:9200", "https://other.example:9200"],
    "ELASTICSEARCH_API_KEY": "",
    "ELASTICSEARCH_USER": "portal",
    "ELASTICSEARCH_PASSWORD": "secret",
    "ELASTICSEARCH_CA_CERTS": "",
    "ELASTICSEARCH_INDEX_PREFIX": "rianklai",
}


def told(settings: Any, **changes: Any) -> list[str]:
    for name, value in {**RIGHT, **changes}.items():
        setattr(settings, name, value)
    found = [each for each in run_checks() if str(each.id).startswith("search.")]
    assert all(each.hint for each in found)
    return [str(each.id) for each in found]


def test_what_is_whole_is_not_complained_of(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()

    assert told(settings) == []
    assert told(settings, ELASTICSEARCH_CA_CERTS=str(tmp_path / "ca.pem")) == []
    assert told(settings, ELASTICSEARCH_USER="", ELASTICSEARCH_PASSWORD="") == []
    assert told(settings, SEARCH_ENGINE="tantivy", ELASTICSEARCH_URL=[]) == []


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"SEARCH_ENGINE": "solr"}, "search.E002"),
        ({"ELASTICSEARCH_URL": []}, "search.E003"),
        ({"ELASTICSEARCH_URL": ["search.example:9200"]}, "search.E004"),
        ({"ELASTICSEARCH_URL": ["https://search.example"]}, "search.E004"),
        ({"ELASTICSEARCH_URL": ["https://search.example:port"]}, "search.E004"),
        ({"ELASTICSEARCH_API_KEY": "key"}, "search.E005"),
        ({"ELASTICSEARCH_PASSWORD": ""}, "search.E005"),
        ({"ELASTICSEARCH_CA_CERTS": "/nowhere/ca.pem"}, "search.E006"),
        ({"ELASTICSEARCH_INDEX_PREFIX": "Rian Klai"}, "search.E007"),
        ({"ELASTICSEARCH_INDEX_PREFIX": "-x"}, "search.E007"),
        ({"ELASTICSEARCH_SHARDS": 0}, "search.E008"),
    ],
)
def test_what_is_missing_or_wrong_is_told(
    settings: Any, changes: dict[str, Any], number: str
) -> None:
    assert told(settings, **changes) == [number]
