"""Invented resources and collections: made in the same way every time, and removable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Collection, CollectionItem, Provider, Resource, ResourceTag

from .data import Filing, load, tags_by_name
from .removal import remove
from .sample_resources import SOURCE, invent
from .telling import Say, plural_name, tell_added, tell_removed
from .writing import insert_named, insert_with_history

_SCHEDULED_IN = timedelta(days=30)
_PER_COLLECTION = 10


def seed_samples(say: Say) -> None:
    """Add the sample providers, resources and collections that are missing."""
    data = load("sample_topics")
    _seed_providers(data, say)
    _seed_resources(data, say)
    _seed_collections(data, say)


def remove_samples(say: Say) -> None:
    """Remove every sample of the catalogue, and the samples' tags that nothing real uses."""
    for model in (Collection, Resource, Provider):
        tell_removed(say, plural_name(model), remove(model.objects.filter(is_sample=True)))
    tags = ResourceTag.objects.filter(name__in=load("sample_topics")["tags"], tagged_resources=None)
    tell_removed(say, plural_name(ResourceTag), len(tags))
    tags.delete()


def _seed_providers(data: dict[str, Any], say: Say) -> None:
    there = set(Provider.objects.values_list("slug", flat=True))
    missing = [
        Provider(**row, is_sample=True) for row in data["providers"] if row["slug"] not in there
    ]
    insert_named(missing)
    tell_added(say, _marked(Provider), len(missing), len(data["providers"]) - len(missing))


def _seed_resources(data: dict[str, Any], say: Say) -> None:
    there = set(Resource.objects.filter(source=SOURCE).values_list("source_key", flat=True))
    filing = Filing.read()
    samples = invent(data, filing.grades)
    missing = [sample for sample in samples if sample.key not in there]
    if missing:
        tags = tags_by_name(data["tags"])
        now = timezone.now()
        resources = []
        for sample in missing:
            resource = sample.as_resource(filing, tags, data["editor_note"])
            if resource.live:
                resource.first_published_at = now - timedelta(hours=sample.hours_old)
            elif sample.scheduled:
                resource.go_live_at = now + _SCHEDULED_IN
            resources.append(resource)
        insert_with_history(resources)
    tell_added(say, _marked(Resource), len(missing), len(samples) - len(missing))


def _seed_collections(data: dict[str, Any], say: Say) -> None:
    rows = data["collections"]
    there = set(Collection.objects.values_list("slug", flat=True))
    collections = [_collection(row) for row in rows if row["slug"] not in there]
    insert_with_history(collections)
    tell_added(say, _marked(Collection), len(collections), len(rows) - len(collections))


def _collection(row: dict[str, Any]) -> Collection:
    """A collection of sample resources that fit its grades, and its subjects and kinds if any."""
    resources = Resource.objects.public().filter(
        source=SOURCE, is_sample=True, grades__code__in=row["grades"]
    )
    if row.get("subjects"):
        resources = resources.filter(subjects__code__in=row["subjects"])
    if row.get("kinds"):
        resources = resources.filter(kind__in=row["kinds"])
    chosen = resources.distinct().order_by("source_key")[:_PER_COLLECTION]
    values = {name: row[name] for name in ("slug", "name_th", "name_en", "summary")}
    values["items"] = [CollectionItem(resource=resource, note=row["note"]) for resource in chosen]
    return Collection(**values, is_sample=True)


def _marked(model: type[Any]) -> str:
    return _("%(what)s (samples)") % {"what": plural_name(model)}
