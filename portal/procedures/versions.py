"""The life of a version: a copy of the current one becomes a draft, and a draft is published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .models import Procedure, ProcedureVersion, PublishedIsClosed
from .soundness import Fault, faults

# What belongs to one version alone and is not taken into its copy.
_OWN = {"id", "number", "published_at", "published_by", "change_note"}


class NotSound(Exception):
    """A draft that still has faults cannot be published."""

    def __init__(self, found: list[Fault]) -> None:
        self.faults = found
        super().__init__("; ".join(str(fault) for fault in found))


@transaction.atomic
def new_draft(procedure: Procedure, user: Any = None) -> ProcedureVersion:
    """The draft of a procedure: the one there is, or else a copy of the current version."""
    # Two people who press at once get the same draft.
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    draft = ProcedureVersion.objects.drafts().filter(procedure=procedure).first()
    if draft is not None:
        return draft
    source = ProcedureVersion.objects.published().filter(procedure=procedure).first()
    if source is None:
        raise ProcedureVersion.DoesNotExist
    made = _copy(source)
    log(instance=made, action="procedures.revised", user=user)
    return made


@transaction.atomic
def publish(version: ProcedureVersion, user: Any = None) -> ProcedureVersion:
    """Make a draft what the public reads, closed from now on.

    Raises:
        PublishedIsClosed: when it is published already.
        NotSound: when something in it contradicts itself.
    """
    draft = ProcedureVersion.objects.select_for_update().get(pk=version.pk)
    if draft.is_published:
        raise PublishedIsClosed
    if found := faults(draft):
        raise NotSound(found)
    draft.published_at = timezone.now()
    draft.published_by = user
    draft.save()
    log(instance=draft, action="procedures.published", user=user)
    return draft


def _copy(source: ProcedureVersion) -> ProcedureVersion:
    """The next version with all rows of this one."""
    fields = [field for field in source._meta.concrete_fields if field.name not in _OWN]
    values = {field.attname: getattr(source, field.attname) for field in fields}
    target = ProcedureVersion(**values, number=source.number + 1)
    source.copy_all_child_relations(target)
    target.save()
    return target
