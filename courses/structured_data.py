"""Courses, lessons and broadcasts in the words of schema.org, for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from catalog.models import Indicator
from catalog.structured_data import as_script, grade_term, indicator_term

from .guide import Entry, State
from .models import Course, Lesson, TrainingEvent, TrainingMode
from .terms import written_term
from .timetable import bangkok

EVENTS_TOLD = 20


def course_script(course: Course, airings: Iterable[Entry], address: str) -> SafeString:
    """Return the <script> that describes a course and its broadcasts in this term."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": course.name,
        "courseCode": course.code,
        "description": course.summary,
        "inLanguage": "th",
        "hasCourseInstance": [_instance(course, list(airings))],
    }
    if course.grade_id:
        facts["educationalLevel"] = grade_term(course.grade)
    if course.subject_id:
        facts["about"] = {"@type": "Thing", "name": course.subject.name}
    if course.provider_id:
        facts["provider"] = {"@type": "Organization", "name": course.provider.name}
    return as_script(_without_empty(facts))


def lesson_script(
    lesson: Lesson, airings: Iterable[Entry], indicators: Iterable[Indicator], address: str
) -> SafeString:
    """Return the <script> that describes a lesson and when it is on air."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": lesson.name,
        "description": lesson.key_idea,
        "learningResourceType": "lesson",
        "position": lesson.number,
        "inLanguage": "th",
        "teaches": [indicator_term(indicator) for indicator in indicators],
        "publication": [broadcast(entry) for entry in list(airings)[:EVENTS_TOLD]],
    }
    if lesson.course_id:
        course = lesson.course
        facts["isPartOf"] = {"@type": "Course", "name": course.name, "courseCode": course.code}
        if course.grade_id:
            facts["educationalLevel"] = grade_term(course.grade)
    return as_script(_without_empty(facts))


def broadcasts_script(entries: Iterable[Entry]) -> SafeString:
    """Return the <script> that lists broadcasts, perhaps none."""
    events = [broadcast(entry) for entry in list(entries)[:EVENTS_TOLD]]
    return (
        as_script({"@context": "https://schema.org", "@graph": events}) if events else SafeString()
    )


def broadcast(entry: Entry) -> dict[str, Any]:
    """One airing as a BroadcastEvent."""
    state = "EventCancelled" if entry.state is State.CANCELLED else "EventScheduled"
    name = f"{entry.title}: {entry.lesson.name}" if entry.lesson else entry.title
    return {
        "@type": "BroadcastEvent",
        "name": name,
        "startDate": entry.airing.start.isoformat(),
        "endDate": entry.airing.end.isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "isLiveBroadcast": True,
        "publishedOn": {
            "@type": "BroadcastService",
            "name": entry.channel.name,
            "broadcastDisplayName": entry.channel.name,
        },
    }


_ATTENDANCE = {
    TrainingMode.ONSITE: "OfflineEventAttendanceMode",
    TrainingMode.ONLINE: "OnlineEventAttendanceMode",
    TrainingMode.BOTH: "MixedEventAttendanceMode",
}


def training_script(event: TrainingEvent, address: str) -> SafeString:
    """Return the <script> that describes a training."""
    place = {"@type": "Place", "name": event.place, "address": event.place} if event.place else None
    online = {"@type": "VirtualLocation", "url": address} if event.online_url else None
    state = "EventCancelled" if event.is_cancelled else "EventScheduled"
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": address,
        "url": address,
        "name": event.name,
        "description": event.summary,
        "startDate": bangkok(event.starts_at).isoformat(),
        "endDate": bangkok(event.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[TrainingMode(event.mode)]}",
        "location": [each for each in (place, online) if each],
        "maximumAttendeeCapacity": event.capacity,
        "isAccessibleForFree": True,
        "inLanguage": "th",
        "audience": [
            {"@type": "EducationalAudience", "educationalRole": role.value} for role in event.roles
        ],
    }
    return as_script(_without_empty(facts))


def _instance(course: Course, airings: list[Entry]) -> dict[str, Any]:
    """The course as it runs in its term."""
    held = [entry for entry in airings if entry.state is not State.CANCELLED]
    facts: dict[str, Any] = {
        "@type": "CourseInstance",
        "name": written_term(course.academic_year, course.term) if course.term else "",
        "courseMode": ["broadcast", "online", "onsite"] if held else ["online", "onsite"],
        "inLanguage": "th",
    }
    if held:
        facts["startDate"] = held[0].airing.day.isoformat()
        facts["endDate"] = held[-1].airing.day.isoformat()
        coming = [entry for entry in held if entry.state is not State.PAST]
        facts["subEvent"] = [broadcast(entry) for entry in coming[:EVENTS_TOLD]]
    return _without_empty(facts)


def _without_empty(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in ("", None, [])}
