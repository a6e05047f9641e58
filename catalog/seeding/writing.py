"""Writes many entries at once, with all that saving and publishing one by one would leave behind.

Saving and publishing four hundred entries one after the other takes about half a minute; in bulk
it takes two seconds. No signal is sent: whoever keeps an index builds it after set-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from search.text.collation import thai_sort_key

_REVISION_FIELDS = ["latest_revision", "live_revision"]


def insert_named(objects: Sequence[Any]) -> None:
    """Insert rows of one model that have a Thai name, each with its place in Thai order."""
    for entry in objects:
        entry.thai_order = thai_sort_key(entry.name_th)
    if objects:
        type(objects[0]).objects.bulk_create(objects)


@transaction.atomic
def insert_with_history(objects: Sequence[Any]) -> None:
    """Insert entries of one model with their children, a first revision and their history.

    An entry is published when it is `live`, scheduled when it has `go_live_at`, else a draft.
    `first_published_at` may lie in the past.
    """
    if not objects:
        return
    now = timezone.now()
    for entry in objects:
        _set_state(entry, now)
    insert_named(objects)
    _insert_children(objects)
    _insert_revisions(objects, now)
    _insert_log(objects)
    for entry in objects:
        ReferenceIndex.create_or_update_for_object(entry)


def _set_state(entry: Any, now: datetime) -> None:
    entry.has_unpublished_changes = not entry.live
    if entry.live:
        entry.first_published_at = entry.first_published_at or now
        entry.last_published_at = entry.first_published_at


def _insert_children(objects: Sequence[Any]) -> None:
    model = type(objects[0])
    for relation in get_all_child_relations(model):
        children = []
        for entry in objects:
            own = getattr(entry, relation.get_accessor_name()).get_object_list()
            for place, child in enumerate(own):
                setattr(child, relation.field.name, entry)
                if hasattr(child, "sort_order"):
                    child.sort_order = place
            children += own
        relation.related_model.objects.bulk_create(children)
    for field in get_all_child_m2m_relations(model):
        through = field.remote_field.through
        ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through.objects.bulk_create(
            through(**{ours: entry.pk, theirs: other.pk})
            for entry in objects
            for other in getattr(entry, field.name).get_object_list()
        )


def _insert_revisions(objects: Sequence[Any], now: datetime) -> None:
    content_type = ContentType.objects.get_for_model(objects[0])
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(entry.pk),
            created_at=entry.first_published_at or now,
            object_str=str(entry),
            content=entry.serializable_data(),
            approved_go_live_at=None if entry.live else entry.go_live_at,
        )
        for entry in objects
    )
    for entry, revision in zip(objects, revisions, strict=True):
        entry.latest_revision = revision
        entry.live_revision = revision if entry.live else None
    type(objects[0]).objects.bulk_update(objects, _REVISION_FIELDS, batch_size=200)


def _insert_log(objects: Sequence[Any]) -> None:
    content_type = ContentType.objects.get_for_model(objects[0])
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(entry.pk),
            label=str(entry),
            action=action,
            timestamp=entry.latest_revision.created_at,
            uuid=uuid4(),
            revision=entry.latest_revision,
            content_changed=action == "wagtail.create",
        )
        for entry in objects
        for action in (("wagtail.create", "wagtail.publish") if entry.live else ("wagtail.create",))
    )
