"""One result as a page shows it, with the words that were searched for marked.

Like the boxes of the filters, cards are written here: twenty of them took the template language
longer than the search itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search.choices import Choice, Choices, Name, chosen
from search.contract import Group, Hit
from search.highlighting import Highlighter
from search.language import in_english
from search.text.runs import write_runs

# On a card, in this order; modes have chips of their own.
_FACTS = ("kind", "grade", "subject", "platform")
_LABELS = 4  # of a hit that is filed nowhere


class CardWriter:
    """Writes the cards of one page; every method returns markup in which all is escaped."""

    def __init__(self, choices: Choices, groups: Iterable[Group]) -> None:
        self._choices = choices
        self._highlighter = Highlighter(groups)
        self._in_english = in_english()
        # Content is Thai; an English page must say so.
        self._lang = ' lang="th"' if self._in_english else ""
        self._modes_label = escape(_("Delivery modes"))

    def card(self, hit: Hit) -> SafeString:
        """One result."""
        picture = _picture(hit.thumbnail)
        parts = (
            f'<article class="card hit{" hit--picture" if picture else ""}">',
            picture,
            self._title(hit),
            self._facts(hit),
            self._summary(hit),
            self._why(hit),
            self._footer(hit),
            "</article>",
        )
        return SafeString("\n  ".join(filter(None, parts)))  # every part is escaped

    def _title(self, hit: Hit) -> str:
        is_english = bool(self._in_english and hit.title_en)
        title = self._highlighter.snippet(hit.title_en if is_english else hit.title)
        lang = "" if is_english else self._lang
        return f'<h3 class="card__title"><a href="{escape(hit.url)}"{lang}>{title}</a></h3>'

    def _facts(self, hit: Hit) -> str:
        facts: list[Name] = []
        for facet in _FACTS:
            found = chosen(self._choices[facet], hit.facets.get(facet, ()))
            is_span = facet == "grade" and len(found) > 1
            facts += [_span(found)] if is_span else [each.name for each in found]
        facts = facts or [Name(label, self._in_english) for label in hit.labels[:_LABELS]]
        return f'<p class="card__meta">{"".join(map(_fact, facts))}</p>' if facts else ""

    def _summary(self, hit: Hit) -> str:
        text = self._highlighter.snippet(hit.summary)
        return f'<p class="card__body"{self._lang}>{text}</p>' if text else ""

    def _why(self, hit: Hit) -> str:
        reason = self._highlighter.why(hit)
        return f'<p class="hit__why">{escape(reason)}</p>' if reason else ""

    def _footer(self, hit: Hit) -> str:
        chips = "".join(map(_chip, chosen(self._choices["mode"], hit.facets.get("mode", ()))))
        modes = f'<ul class="chips" aria-label="{self._modes_label}">{chips}</ul>' if chips else ""
        sample = self._sample if hit.is_sample else ""
        return f'<div class="card__footer">{modes}{sample}</div>' if modes or sample else ""

    @cached_property
    def _sample(self) -> str:
        return render_to_string("components/sample_badge.html")


def _picture(address: str) -> str:
    if not address:
        return ""
    size = 'width="160" height="90" alt="" loading="lazy"'
    return f'<img class="hit__picture" src="{escape(address)}" {size}>'


def _span(grades: list[Choice]) -> Name:
    """Grades in one short name."""
    pairs = ((each.value, each.name.text) for each in grades)
    return Name(write_runs(pairs), any(each.name.in_thai for each in grades))


@lru_cache(maxsize=1024)
def _fact(name: Name) -> SafeString:
    return format_html("<span{}>{}</span>", name.lang, name.text)


@lru_cache(maxsize=64)
def _chip(mode: Choice) -> SafeString:
    chip = '<li><span class="chip chip--mode-{}"{}>{}</span></li>'
    return format_html(chip, mode.value, mode.name.lang, mode.name.text)
