"""Documents keep their Thai address; a reader of another language gets its twin."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.urls import translate_url
from django.utils import translation

# Not those of an encoded letter such as %E0.
_DIGIT = re.compile("(?<!%)(?<!%[0-9A-F])[0-9]", re.IGNORECASE)


def in_readers_language(url: str) -> str:
    """The same page in the reader's language; addresses of other sites stay as they are."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    is_ours = url.startswith("/") and not url.startswith("//")
    if language.startswith(settings.LANGUAGE_CODE) or not is_ours:
        return url
    return f"/{language}{url}" if _has_twin(_DIGIT.sub("1", url), language) else url


@lru_cache(maxsize=4096)
def _has_twin(shape: str, language: str) -> bool:
    """Whether an address has a twin below the language's name; all that differ in digits do alike.

    Asked of a page of results for every one of them, and for as many addresses as there are rows.
    """
    # A Thai address is only understood while Thai is spoken.
    with translation.override(settings.LANGUAGE_CODE):
        return translate_url(shape, language) != shape
