from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from catalog.models import Licence, Resource, ResourceKind
from catalog.structured_data import iso_duration, learning_resource
from tests import factories
from tests.catalog.public_pages import full_resources, indicator

pytestmark = pytest.mark.django_db

EVIL = "</script><script>alert(1)</script><!-- & \u2028"


def _facts(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_page_describes_the_resource_in_schema_org_words(client: Client) -> None:
    resource = full_resources(
        1,
        name_th="เศษส่วน",
        duration_minutes=90,
        licence=Licence.CC0,
        has_captions=True,
        provider=factories.ProviderFactory(name_th="สำนักงาน", url="https://example.org/"),
    )[0]
    resource.indicators.add(indicator(1))
    resource.tags.add("พิซซา")
    resource.save()
    facts = _facts(client.get(resource.get_absolute_url()).content.decode())
    assert facts["@context"] == "https://schema.org"
    assert facts["@type"] == "LearningResource"
    assert facts["url"] == f"http://testserver/resources/{resource.pk}/"
    assert facts["name"] == "เศษส่วน"
    assert facts["learningResourceType"] == "วีดิทัศน์"
    assert facts["educationalLevel"] == [
        {"@type": "DefinedTerm", "termCode": "p4", "name": "ประถมศึกษาปีที่ 4"}
    ]
    assert facts["teaches"][0]["termCode"] == "ค 1.1 ป.4/1"
    assert facts["inLanguage"] == "th"
    assert facts["timeRequired"] == "PT1H30M"
    assert facts["isAccessibleForFree"] is True
    assert facts["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert facts["provider"] == {
        "@type": "Organization",
        "name": "สำนักงาน",
        "url": "https://example.org/",
    }
    assert facts["audience"] == [{"@type": "EducationalAudience", "educationalRole": "teacher"}]
    assert facts["accessibilityFeature"] == ["captions"]
    assert facts["keywords"] == ["พิซซา"]


def test_what_is_not_known_is_not_said(client: Client) -> None:
    resource = factories.ResourceFactory(summary="", cost="freemium", language="other")
    facts = _facts(client.get(resource.get_absolute_url()).content.decode())
    unknown = {"description", "license", "timeRequired", "isAccessibleForFree", "inLanguage"}
    assert not (unknown | {"provider", "teaches", "educationalLevel"}) & set(facts)


def test_no_name_can_end_the_script(client: Client) -> None:
    resource = full_resources(1, name_th=EVIL, summary=EVIL)[0]
    resource.tags.add("</script><b>")
    resource.save()
    text = client.get(resource.get_absolute_url()).content.decode()
    facts = _facts(text)
    assert facts["name"] == EVIL
    assert facts["keywords"] == ["</script><b>"]
    script = text[text.index("application/ld+json") :].split("</script>", 1)[0]
    assert not set("<&\u2028") & set(script.split(">", 1)[1])


def test_a_draft_without_address_can_be_described() -> None:
    draft = Resource(name_th="ร่าง", kind=ResourceKind.VIDEO, cost="", licence="")
    facts = _facts(learning_resource(draft, None, ""))
    assert facts["name"] == "ร่าง"
    assert "url" not in facts


def test_english_words_on_the_english_page() -> None:
    resource = full_resources(1, name_en="Fractions")[0]
    with translation.override("en"):
        facts = _facts(learning_resource(resource, None, ""))
    assert (facts["name"], facts["learningResourceType"]) == ("Fractions", "Video")


@pytest.mark.parametrize(
    ("minutes", "duration"),
    [(1, "PT1M"), (45, "PT45M"), (60, "PT1H"), (90, "PT1H30M"), (0, ""), (None, "")],
)
def test_durations(minutes: int | None, duration: str) -> None:
    assert iso_duration(minutes) == duration
