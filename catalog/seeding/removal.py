"""Removes sample rows of any room, and refuses while something real still uses one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError
from django.db.models.deletion import Collector
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import ModelLogEntry, Page, ReferenceIndex

# Rows of Django and Wagtail that only exist for the entry that they point to.
_OWNERS = ("content_object", "workflow_state", "index_entry", "page", "redirect_page")
_NAMED = 5


class _Reach(Collector):
    """Collects every row that a deletion would touch."""

    def can_fast_delete(self, objs: Any, from_field: Any = None) -> bool:
        """Never: a row that goes unseen could be somebody's work."""
        return False


@transaction.atomic
def remove(samples: QuerySet[Any]) -> int:
    """Delete these sample rows with their revisions and history; return how many.

    Raises:
        CommandError: naming the real entries that use one of them; nothing is deleted then.
    """
    rows = list(samples)
    if not rows:
        return 0
    _refuse_if_used(rows)
    keys = [str(row.pk) for row in rows]
    content_type = ContentType.objects.get_for_model(samples.model)
    samples.delete()
    ModelLogEntry.objects.filter(content_type=content_type, object_id__in=keys).delete()
    return len(rows)


def _refuse_if_used(rows: Sequence[Any]) -> None:
    collector = _Reach(using=rows[0]._state.db)
    try:
        collector.collect(rows)
    except ProtectedError as error:
        raise _refusal(error.protected_objects) from error
    except RestrictedError as error:
        raise _refusal(error.restricted_objects) from error
    real = [row for row in _touched(collector, rows) if not _is_sample(row)]
    if real:
        raise _refusal(real)


def _touched(collector: Collector, rows: Sequence[Any]) -> Iterator[Any]:
    """Every row that would go, would lose its link, or names a sample in its text."""
    for instances in collector.data.values():
        yield from instances
    losing_a_link: dict[Any, list[Any]] = collector.field_updates
    for groups in losing_a_link.values():
        for group in groups:
            yield from group
    for row in rows:
        if isinstance(row, Page):  # pages below go with it, without any foreign key
            yield from row.get_descendants().specific()
    # Links inside the text of pages are no foreign keys; Wagtail keeps a list of them.
    links = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(rows[0]),
        to_object_id__in=[str(row.pk) for row in rows],
    )
    for link in links.select_related("content_type"):
        source = link.content_type.model_class()._default_manager.filter(pk=link.object_id)
        yield from source


def _is_sample(row: Any) -> bool:
    owner = _owner(row)
    if owner is not None:
        return _is_sample(owner)
    return bool(getattr(row, "is_sample", False))


def _owner(row: Any) -> Any:
    """The entry that a child, a link row or a revision belongs to; None for an entry itself."""
    if isinstance(row, Page):
        specific = row.specific
        return specific if type(specific) is not type(row) else None
    if hasattr(row, "is_sample"):
        return None
    for field in row._meta.fields:
        made_for = row._meta.auto_created and field.related_model is row._meta.auto_created
        if isinstance(field, ParentalKey) or made_for:
            return getattr(row, field.name)
    return next((getattr(row, name) for name in _OWNERS if getattr(row, name, None)), None)


def _refusal(users: Iterable[Model]) -> CommandError:
    """Name the entries, not their link rows."""
    names = []
    for user in users:
        named = _owner(user) or user
        name = f"{capfirst(named._meta.verbose_name)} “{named}”"
        if name not in names:
            names.append(name)
    listed = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    message = _(
        "Nothing was removed, because real entries still use sample data: %(entries)s. "
        "Change these entries first, then run the command again."
    )
    return CommandError(message % {"entries": listed})
