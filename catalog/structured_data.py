"""A resource in the words of schema.org and LRMI, for search engines and other catalogues."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalog.models import Cost, Grade, Indicator, Licence, Provider, Resource

# Inside <script> only these could end it or start a comment; JSON reads the escapes as the letters.
_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    ord("\u2028"): "\\u2028",
    ord("\u2029"): "\\u2029",
}
# The other licences name no version, and a page on the net would.
_LICENCE_PAGES = {Licence.CC0.value: "https://creativecommons.org/publicdomain/zero/1.0/"}
_EDUCATIONAL_ROLES = {"public": "general public"}
_FREE = {Cost.FREE.value: True, Cost.PAID.value: False}


def learning_resource(resource: Resource, provider: Provider | None, address: str) -> SafeString:
    """Return the <script> that describes the resource."""
    facts = {name: value for name, value in _facts(resource, address).items() if value != ""}
    facts |= _relations(resource)
    if provider is not None:
        facts["provider"] = {"@type": "Organization", "name": provider.name}
        if provider.url:
            facts["provider"]["url"] = provider.url
    return as_script(facts)


def as_script(facts: Any) -> SafeString:
    """Return the <script> that says these facts; nothing in them can end it."""
    text = json.dumps(facts, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  JSON without < > &
    )


def iso_duration(minutes: int | None) -> str:
    """Return minutes as an ISO 8601 duration: 90 as PT1H30M; nothing for an unknown length."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def _facts(resource: Resource, address: str) -> dict[str, Any]:
    published, changed = resource.first_published_at, resource.last_published_at
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": resource.name,
        "description": resource.summary,
        "learningResourceType": str(resource.get_kind_display()),
        "inLanguage": "" if resource.language == "other" else resource.language,
        "timeRequired": iso_duration(resource.duration_minutes),
        "isAccessibleForFree": _FREE.get(resource.cost, ""),
        "license": _licence(resource),
        "accessibilityFeature": ["captions"] if resource.has_captions else "",
        "datePublished": published.isoformat() if published else "",
        "dateModified": changed.isoformat() if changed else "",
    }


def _licence(resource: Resource) -> Any:
    if resource.licence == Licence.UNKNOWN:
        return ""
    page = _LICENCE_PAGES.get(resource.licence)
    return page or {"@type": "CreativeWork", "name": str(resource.get_licence_display())}


def _relations(resource: Resource) -> dict[str, Any]:
    lists = {
        "educationalLevel": [grade_term(grade) for grade in resource.grades.all()],
        "about": [{"@type": "Thing", "name": area.name} for area in resource.subjects.all()],
        "teaches": [indicator_term(indicator) for indicator in resource.indicators.all()],
        "audience": [
            {
                "@type": "EducationalAudience",
                "educationalRole": _EDUCATIONAL_ROLES.get(audience.code, audience.code),
            }
            for audience in resource.audiences.all()
        ],
        "keywords": sorted(tag.name for tag in resource.tags.all()),
    }
    return {name: values for name, values in lists.items() if values}


def grade_term(grade: Grade) -> dict[str, str]:
    """A grade in the words of schema.org."""
    return {"@type": "DefinedTerm", "termCode": grade.code, "name": grade.long_name}


def indicator_term(indicator: Indicator) -> dict[str, str]:
    """An indicator of the curriculum in the words of schema.org."""
    return {
        "@type": "DefinedTerm",
        "termCode": indicator.code,
        "name": indicator.text,
        "inDefinedTermSet": f"หลักสูตรแกนกลางการศึกษาขั้นพื้นฐาน {indicator.curriculum_version}",
    }
