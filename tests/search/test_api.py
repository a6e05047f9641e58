"""The public API: what it answers, and that it refuses what it does not understand."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.search import found_things

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> dict[str, Any]:
    return found_things.indexed()


def test_results_with_facets(client: Client, rows: Any) -> None:
    answer = client.get("/api/v1/search", {"q": "เศษส่วน", "subject": ["ma"]}).json()
    assert answer["stage"] == "exact"
    assert answer["approximate"] is False
    first = answer["results"][0]
    assert first["title"] == "การบวกเศษส่วน"
    assert first["url"] == f"http://testserver/resources/{rows['fractions'].pk}/"
    assert first["facets"]["grade"] == ["p4"]
    maths = next(each for each in answer["facets"]["subject"] if each["value"] == "ma")
    assert maths == {
        "value": "ma",
        "label_th": "คณิตศาสตร์",
        "label_en": "Mathematics",
        "count": answer["total"],
        "selected": True,
    }


def test_browsing_and_pages(client: Client, rows: Any) -> None:
    first = client.get("/api/v1/search", {"per_page": 3, "sort": "title"}).json()
    second = client.get("/api/v1/search", {"per_page": 3, "sort": "title", "page": 2}).json()
    assert (first["total"], first["pages"], first["stage"]) == (4, 2, "browse")
    keys = [row["key"] for row in first["results"] + second["results"]]
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("q=x&page=0", "page"),
        ("page=x", "page"),
        ("per_page=101", "per_page"),
        ("page=200&per_page=100", "page"),
        ("sort=random", "sort"),
        ("grade=p99", "grade"),
        ("grade=%00", "grade"),
        ("room=school", "room"),
        ("q=" + "x" * 201, "q"),
        ("exact=perhaps", "exact"),
    ],
)
def test_unknown_and_bad_parameters_are_named(
    client: Client, rows: Any, query: str, named: str
) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 422
    assert any(named in fault["loc"] for fault in answer.json()["detail"])


def test_suggestions(client: Client, rows: Any) -> None:
    answer = client.get("/api/v1/suggest", {"q": "สังเค"}).json()
    url = f"http://testserver/resources/{rows['plants'].pk}/"
    assert {"title": "การสังเคราะห์ด้วยแสง", "url": url} in answer["suggestions"]


@pytest.mark.parametrize(("query", "named"), [("", "q"), ("q=ab&limit=5", "limit"), ("q=", "q")])
def test_suggestions_refuse_bad_parameters(client: Client, query: str, named: str) -> None:
    answer = client.get(f"/api/v1/suggest?{query}")
    assert answer.status_code == 422
    assert any(named in fault["loc"] for fault in answer.json()["detail"])


def test_without_an_index_the_database_answers(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    found_things.catalogue()
    settings.SEARCH_ROOT = tmp_path / "nowhere"
    answer = client.get("/api/v1/search", {"q": "เศษส่วน"})
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["stage"] == "database"
    assert [row["title"] for row in answer.json()["results"]] == ["การบวกเศษส่วน"]
    assert client.get("/api/v1/suggest", {"q": "เศษ"}).json() == {
        "suggestions": [],
        "reduced": True,
    }


def test_description_lists_every_parameter(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    names = {each["name"] for each in paths["/api/v1/search"]["get"]["parameters"]}
    assert {"q", "grade", "room", "sort", "page", "per_page", "exact"} <= names
    assert "/api/v1/suggest" in paths


def test_writing_is_not_possible(client: Client) -> None:
    assert client.post("/api/v1/search").status_code == 405
