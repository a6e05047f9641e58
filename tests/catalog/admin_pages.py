"""Addresses and form data of the catalogue's admin, for tests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from catalog.models import Indicator
from tests import factories


def snippet_url(model: str, action: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_catalog_{model}:{action}", args=args)


def table_url(model: str, action: str, *args: Any) -> str:
    return reverse(f"{model}:{action}", args=args)


def bulk_url(model: str, action: str, *pks: Any) -> str:
    ids = "&".join(f"id={pk}" for pk in pks)
    return f"{reverse('wagtail_bulk_action', args=['catalog', model, action])}?{ids}"


def point(mode: str, url: str = "", label: str = "") -> dict[str, Any]:
    row = factories.DeliveryModeFactory(code=mode, name_th=mode)
    return {"mode": str(row.pk), "url": url, "label": label, "document": ""}


THREE_POINTS = [
    ("onair", "", "ช่อง DLTV4"),
    ("ondemand", "https://example.org/watch", "ดูย้อนหลัง"),
    ("onhand", "https://example.org/sheet.pdf", "ใบงาน"),
]


def resource_form(points: list[dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
    if points is None:
        points = [point(*row) for row in THREE_POINTS]
    many = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    flat = nested_form_data(
        {
            "name_th": "เศษส่วนและการบวก",
            "name_en": "",
            "summary": "อธิบายเศษส่วนด้วยภาพ",
            "kind": "video",
            "platform": "",
            "provider": "",
            "thumbnail": "",
            "indicators": "",
            "licence": "unknown",
            "language": "th",
            "cost": "free",
            "login": "none",
            "duration_minutes": "",
            "tags": "",
            "certainty": "high",
            "editor_note": "",
            "go_live_at": "",
            "expire_at": "",
            "access_points": inline_formset(points),
            **fields,
        }
    )
    return {**flat, **many}


def platform_form(owner: Any, **fields: Any) -> dict[str, Any]:
    return {
        "name_th": "คลังความรู้",
        "name_en": "",
        "slug": "",
        "provider": str(owner.pk),
        "kind": "repository",
        "url": "",
        "description": "รวมสื่อ",
        "logo": "",
        "cost": "free",
        "login": "none",
        "existence_certainty": "low",
        "url_certainty": "low",
        "details_certainty": "low",
        "editor_note": "",
        "go_live_at": "",
        "expire_at": "",
        **fields,
    }


def make_indicator(
    code: str = "ค 1.1 ป.4/1", year: int = 2560, text: str = "บอกและเขียนเศษส่วน"
) -> Any:
    return Indicator.objects.create(
        code=code, curriculum_version=year, subject=factories.SubjectFactory(), text=text
    )
