"""What the page of one platform, resource or collection shows.

The public views and the editor's preview both use it, so everything here must also work on a draft
that was never saved: relations come from the object's own managers, and a field that an editor has
not filled in yet may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.filters import NEWEST
from catalog.going import Door, numbered, origin_of, web_host
from catalog.models import (
    AccessPoint,
    Certainty,
    Collection,
    DeliveryMode,
    OpenCount,
    Platform,
    Resource,
)
from catalog.qr_codes import qr_code
from catalog.structured_data import learning_resource
from search.engines.base import EngineUnavailable
from search.service import similar

SIMILAR_SHOWN = 6
RESOURCES_SHOWN = 12


@dataclass(frozen=True)
class Way:
    """One way to reach a resource, as a button or as words; `printed` is its address on paper."""

    label: str
    target: str
    host: str
    note: str
    printed: str = ""

    @classmethod
    def of(cls, point: AccessPoint, number: int, door: Door | None) -> Way:
        """Read an access point; what is no web address or document is never made a link.

        Links go through the door, so that they are counted; a draft has none and links directly.
        """
        note = point.document.title if point.document else ""
        host = "" if point.document else web_host(point.url)
        label = point.label or note or host
        if not number:
            return cls(label, "", host, note)
        if door is None:
            return cls(label, point.target, host, note)
        mode = point.mode.code
        return cls(label, door.to(mode, number), host, note, door.on_paper(mode, number))

    @property
    def qr_code(self) -> SafeString:
        """The address on paper as a picture; only where there is one."""
        return qr_code(self.printed)


@dataclass(frozen=True)
class WaysOfMode:
    """All ways of one delivery mode."""

    mode: DeliveryMode
    ways: list[Way]


def platform_context(platform: Platform, address: str = "") -> dict[str, Any]:
    """What the page of a platform shows; `address` is its own, where it has one already."""
    path = reverse("go:platform", args=[platform.slug]) if platform.live and platform.pk else ""
    resources = Resource.objects.public().filter(platform_id=platform.pk or 0)
    return {
        "platform": platform,
        "provider": platform.provider if platform.provider_id else None,
        "host": web_host(platform.url),
        "target": path or platform.url,
        "printed": f"{origin_of(address)}{path}?f=print" if path else platform.url,
        "address_doubtful": platform.url_certainty == Certainty.LOW,
        "resource_count": resources.count(),
        "resources": resources.order_by(*NEWEST).for_listing()[:RESOURCES_SHOWN],
        "similar": similar_platforms(platform),
        "opens": shown_opens(platform),
        "trail": [_list(_("Platforms"), "platforms")],
    }


def resource_context(resource: Resource, address: str = "") -> dict[str, Any]:
    """What the page of a resource shows; `address` is its own, where it has one already."""
    platform = resource.platform if resource.platform and resource.platform.live else None
    provider = resource.provider or (platform.provider if platform else None)
    ways = ways_by_mode(resource.access_points.all(), door_of(resource, address))
    return {
        "resource": resource,
        "provider": provider,
        "platform": platform,
        "ways": ways,
        "has_codes": _has_codes(ways),
        "tags": sorted(resource.tags.all(), key=lambda tag: tag.name),
        "indicators": resource.indicators.all(),
        "similar": similar_resources(resource),
        "opens": shown_opens(resource),
        "structured_data": learning_resource(resource, provider, address),
        "trail": [_list(_("Learning resources"), "resources")],
    }


def handout_context(resource: Resource, address: str) -> dict[str, Any]:
    """What the sheet with a QR code for each way to a resource shows."""
    ways = ways_by_mode(resource.access_points.all(), door_of(resource, address))
    return {
        "resource": resource,
        "ways": ways,
        "has_codes": _has_codes(ways),
        "trail": [
            _list(_("Learning resources"), "resources"),
            {"name": resource.name, "url": resource.get_absolute_url()},
        ],
    }


def shown_opens(entry: Resource | Platform) -> OpenCount | None:
    """How often it was opened in this term, where the number is large enough to be shown."""
    count: OpenCount | None = getattr(entry, "open_count", None) if entry.pk else None
    return count if count and count.is_shown else None


def collection_context(collection: Collection) -> dict[str, Any]:
    """What the page of a collection shows: published resources in the editor's order."""
    items = list(collection.items.all())
    wanted = [item.resource_id for item in items]
    found = Resource.objects.public().for_listing().in_bulk(wanted)
    return {
        "collection": collection,
        "entries": [
            {"resource": found[item.resource_id], "note": item.note}
            for item in items
            if item.resource_id in found
        ],
        "trail": [_list(_("Collections of resources"), "collections")],
    }


def door_of(resource: Resource, address: str) -> Door | None:
    """Where the ways of a resource begin; nowhere while it is not public."""
    if not (resource.pk and resource.live):
        return None
    return Door(reverse("go:resource", args=[resource.pk]), origin_of(address))


def ways_by_mode(points: Iterable[AccessPoint], door: Door | None) -> list[WaysOfMode]:
    """Group the ways to reach a resource by mode, in the modes' own order."""
    groups: dict[DeliveryMode, list[Way]] = {}
    for point, number in numbered(points):
        groups.setdefault(point.mode, []).append(Way.of(point, number, door))
    modes = sorted(groups, key=lambda mode: (mode.sort_order, mode.code))
    return [WaysOfMode(mode, groups[mode]) for mode in modes]


def _has_codes(ways: Iterable[WaysOfMode]) -> bool:
    """Whether any of them leads somewhere, so that there is a code to print."""
    return any(way.printed for group in ways for way in group.ways)


def similar_resources(resource: Resource) -> list[Resource]:
    """Published resources that say the most alike; without an index, those filed alike."""
    if not resource.pk or not resource.live:
        return _filed_alike(resource)
    try:
        hits = similar(f"resource:{resource.pk}", {"room": frozenset({"resource"})}, SIMILAR_SHOWN)
    except EngineUnavailable:
        return _filed_alike(resource)
    wanted = [int(hit.key.partition(":")[2]) for hit in hits]
    found = Resource.objects.public().for_listing().in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _filed_alike(resource: Resource) -> list[Resource]:
    """Those that share a grade and a learning area, those that share most first."""
    grades = [grade.pk for grade in resource.grades.all()]
    subjects = [subject.pk for subject in resource.subjects.all()]
    if not grades and not subjects:
        return []
    rows: Any = Resource.objects.public().exclude(pk=resource.pk)
    for path, wanted in (("grades", grades), ("subjects", subjects)):
        if wanted:
            sharing = Resource.objects.filter(**{f"{path}__in": wanted}).order_by()
            rows = rows.filter(pk__in=sharing.values("pk"))
    rows = _by_shared(rows, grades, subjects).order_by("-shared", *NEWEST)
    return list(rows.for_listing()[:SIMILAR_SHOWN])


def similar_platforms(platform: Platform) -> list[Platform]:
    """Published platforms of the same kind, those that share most grades and areas first."""
    grades = [grade.pk for grade in platform.grades.all()]
    subjects = [subject.pk for subject in platform.subjects.all()]
    rows: Any = Platform.objects.public().exclude(pk=platform.pk).filter(kind=platform.kind)
    rows = _by_shared(rows, grades, subjects).order_by("-shared", "thai_order", "pk")
    return list(rows.for_listing()[:SIMILAR_SHOWN])


def _by_shared(rows: QuerySet[Any], grades: list[int], subjects: list[int]) -> QuerySet[Any]:
    shared_grades = Count("grades", filter=Q(grades__in=grades), distinct=True)
    shared_subjects = Count("subjects", filter=Q(subjects__in=subjects), distinct=True)
    return rows.annotate(shared=shared_grades + shared_subjects)


def _list(name: str, view: str) -> dict[str, str]:
    return {"name": name, "url": reverse(f"catalog:{view}")}
