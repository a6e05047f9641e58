"""Boxes and cards are markup written in Python: whatever a row says stays text in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import translate_url
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from search.addresses import in_readers_language
from search.cards import CardWriter
from search.choices import choices
from search.contract import FACETS, Hit
from search.sources import FacetValue
from search.text.analyser import default_synonyms, query_groups
from tests import factories
from tests.search import found_things

HOSTILE = "เศษส่วน <b onclick=\"x\">&amp;'ก้ำ'</b><script>alert(1)</script>"
TEXTS = st.text(alphabet="เศษส่วน่ำก<>&\"'/= ;amp1b\n", max_size=60)


class Read(HTMLParser):
    """The elements of a piece of markup with their attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def names(self) -> list[str]:
        """The elements but the marks."""
        return [name for name, _attributes in self.elements if name != "mark"]

    def first(self, name: str) -> dict[str, str | None]:
        """The attributes of the first element of this name."""
        return next(attributes for found, attributes in self.elements if found == name)


def tables(**named: FacetValue) -> dict[str, list[FacetValue]]:
    return {facet: [named[facet]] if facet in named else [] for facet in FACETS}


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["", "เศษส่วน", "b amp 1"]))
def test_a_card_shows_every_sign_of_its_texts(
    title: str, summary: str, label: str, query: str
) -> None:
    hit = Hit("resource:1", title, f"/x/{label}", summary, "", (), label, False, {"kind": ("v",)})
    named = tables(kind=FacetValue("v", label, label, 0))
    groups = query_groups(query, default_synonyms()) if query else ()

    card = Read(CardWriter(choices(named), groups).card(hit))
    plain = Read(CardWriter(choices(named), ()).card(hit))

    assert set(card.names()) <= {"article", "img", "h3", "a", "p", "span"}
    assert "mark" not in [name for name, _attributes in plain.elements]
    assert all(each in read.text for read in (card, plain) for each in (title, label, summary))
    assert card.first("a")["href"] == f"/x/{label}"
    assert not label or card.first("img")["src"] == label


@given(TEXTS, TEXTS, st.sampled_from([None, 0, 7]), st.booleans())
def test_a_box_keeps_its_value_and_says_its_name(
    value: str, label: str, count: int | None, is_ticked: bool
) -> None:
    (choice,) = choices(tables(platform=FacetValue(value, label, "", 0)))["platform"].values()

    box = Read(choice.box(count, is_ticked))

    field = box.first("input")
    assert (field["name"], field["value"], field["id"]) == ("platform", value, f"platform-{value}")
    assert ("checked" in field) is is_ticked
    assert box.text == f"\n  {label}" + ("" if count is None else str(count))
    assert box.names() == ["label", "input", "span"] + ([] if count is None else ["span"])


def test_names_are_made_ready_once_for_each_language_and_reading() -> None:
    named = tables(grade=FacetValue("p4", "ป.4", "Primary 4", 0), mode=FacetValue("x", "ก", "", 0))

    in_thai = choices(named)
    with translation.override("en"):
        in_english = choices(named)

    assert choices(named) is in_thai
    assert in_thai["grade"]["p4"].name.text == "ป.4"
    assert in_english["grade"]["p4"].name.text == "Primary 4"
    assert 'lang="th">ก<' in in_english["mode"]["x"].box(1, False)
    renamed = tables(grade=FacetValue("p4", "ประถม 4", "", 0))
    assert choices(renamed)["grade"]["p4"].name.text == "ประถม 4"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/", "/en/search/"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_hostile_titles_and_names_stay_text(
    client: Client, address: str, headers: dict[str, str]
) -> None:
    platform = factories.PlatformFactory(name_th=HOSTILE)
    subject = factories.SubjectFactory(name_th=HOSTILE, name_en="")
    factories.ResourceFactory(
        name_th=HOSTILE, summary=HOSTILE, platform=platform, subjects=[subject]
    )
    found_things.rebuild()

    page = client.get(
        f"{address}?q=เศษส่วน&subject={subject.code}", headers=headers
    ).content.decode()

    assert "<b onclick" not in page
    assert "<script>alert" not in page
    read = Read(page)
    # Title, summary and two facts of the card, two boxes, and the filter in force.
    assert read.text.count(HOSTILE) >= 6
    assert page.count("<mark>เศษส่วน</mark> &lt;b onclick=&quot;x&quot;&gt;&amp;amp;&#x27;ก้ำ") == 2


ADDRESSES = (
    "/",
    "/about/",
    "/resources/12/",
    "/resources/123456/?q=1#a",
    "/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7-2567/",
    "/media/x1.pdf",
    "/documents/3/a-b.pdf",
    "/api/v1/search",
    "https://example.org/resources/1/",
    "no-address",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_english_reader_is_led_to_the_twin_that_the_resolver_knows(address: str) -> None:
    known = translate_url(address, "en") if address.startswith("/") else address
    with translation.override("en"):
        assert in_readers_language(address) == known
        assert in_readers_language(address) == known  # also when asked again
    with translation.override(site_settings.LANGUAGE_CODE):
        assert in_readers_language(address) == address


def test_another_host_is_no_twin_of_ours() -> None:
    with translation.override("en"):
        assert in_readers_language("//example.org/resources/1/") == "//example.org/resources/1/"


def test_a_hit_says_each_thing_once() -> None:
    named: dict[str, Any] = tables(mode=FacetValue("online", "On line", "On line", 0))
    hit = Hit("page:1", "ก", "/", "", "", ("ข่าว",), "", False, {"mode": ("online", "online", "?")})

    card = CardWriter(choices(named), ()).card(hit)

    assert card.count("chip--mode-online") == card.count("<li>") == 1
    assert "<span>ข่าว</span>" in card
