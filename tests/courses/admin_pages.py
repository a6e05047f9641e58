"""Addresses and form data of the room's admin, for tests."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests import factories

SNIPPETS = ("course", "lesson", "trainingevent")
TABLES = ("unit", "timetableslot", "timetableexception", "lessonpin", "channel")


def page(model: str, action: str, *args: Any) -> str:
    """The address of a screen, whichever kind of model it is."""
    if model in SNIPPETS:
        action = "list" if action == "index" else action
        return reverse(f"wagtailsnippets_courses_{model}:{action}", args=args)
    return reverse(f"{model}:{action}", args=args)


def course_form(**fields: Any) -> dict[str, Any]:
    return {
        "name_th": "คณิตศาสตร์ ป.4",
        "name_en": "",
        "code": "ค14101",
        "grade": str(factories.GradeFactory().pk),
        "subject": str(factories.SubjectFactory().pk),
        "academic_year": "2569",
        "term": "2",
        "provider": str(factories.ProviderFactory().pk),
        "channel": "",
        "summary": "",
        "indicators": "",
        "editor_note": "",
        "go_live_at": "",
        "expire_at": "",
        **fields,
    }


def lesson_form(course: Any, links: tuple[tuple[str, Any], ...] = (), **fields: Any) -> Any:
    return nested_form_data(
        {
            "course": str(course.pk),
            "number": "1",
            "unit": "",
            "name_th": "เศษส่วน",
            "name_en": "",
            "key_idea": "",
            "objectives": "",
            "onsite_note": "",
            "indicators": "",
            "go_live_at": "",
            "expire_at": "",
            "lesson_resources": inline_formset(
                [{"resource": str(resource.pk), "role": role} for role, resource in links]
            ),
            **fields,
        }
    )


def slot_form(slot: Any, **fields: Any) -> dict[str, Any]:
    return {
        "channel": str(slot.channel_id),
        "course": str(slot.course_id),
        "weekday": str(slot.weekday),
        "start": f"{slot.start:%H:%M}",
        "end": f"{slot.end:%H:%M}",
        "valid_from": "",
        "valid_to": "",
        **fields,
    }


def upload(client: Any, name: str, text: str, **options: Any) -> Any:
    file = SimpleUploadedFile("ไฟล์.csv", text.encode())
    choices = {"academic_year": "2569", "term": "2", **options}
    return client.post(reverse(f"{name}_import"), {"file": file, **choices})


def decide(client: Any, url: str, rows: str = "all") -> Any:
    seen = client.get(url).context["report"].fingerprint
    return client.post(url, {"rows": rows, "seen": seen}, follow=True)
