"""Documents keep their Thai address; a reader of another language gets its twin."""

from __future__ import annotations

from django.conf import settings
from django.urls import translate_url
from django.utils import translation


def in_readers_language(url: str) -> str:
    """The same page in the reader's language; addresses of other sites stay as they are."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    if language.startswith(settings.LANGUAGE_CODE) or not url.startswith("/"):
        return url
    # A Thai address is only understood while Thai is spoken.
    with translation.override(settings.LANGUAGE_CODE):
        return translate_url(url, language)
