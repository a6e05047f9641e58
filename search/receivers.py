"""Listens to every change of what can be found, and notes it in the outbox.

Sources say which models they watch and which of their rows show something of a changed one.
Bulk operations of the database (`update`, `bulk_create`) send no signal: whoever uses them on a
watched model ends with `rebuild_search --if-needed` or calls `enqueue`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move, published, unpublished

from search.enqueuing import enqueue_rows
from search.sources import SearchSource, sources

# What saving a draft writes into the live row; nobody finds anything by it.
_BOOKKEEPING = frozenset(
    ("latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title")
)


def connect() -> None:
    """Watch the models that the sources name."""
    watched = {model for source in sources().values() for model in source.watches}
    for model in sorted(watched, key=lambda model: model._meta.label):
        post_save.connect(_saved, sender=model, dispatch_uid=f"search.saved.{model._meta.label}")
        # Before, not after: what hangs on the row can still be asked for. The rows it makes are
        # seen only once the deletion is committed.
        pre_delete.connect(
            _changed, sender=model, dispatch_uid=f"search.deleted.{model._meta.label}"
        )
        for through in _join_tables(model):
            uid = f"search.related.{through._meta.label}"
            m2m_changed.connect(_related, sender=through, dispatch_uid=uid)
    for signal, name in ((published, "published"), (unpublished, "unpublished")):
        signal.connect(_changed, dispatch_uid=f"search.{name}")
    if any(issubclass(model, Page) for model in watched):
        _connect_tree()


def _connect_tree() -> None:
    """What a page inherits from its place: its address, and who may see it."""
    post_save.connect(_plain_page_saved, sender=Page, dispatch_uid="search.plain_page")
    page_slug_changed.connect(_branch_changed, dispatch_uid="search.page_slug")
    post_page_move.connect(_branch_changed, dispatch_uid="search.page_move")
    for signal, name in ((post_save, "set"), (pre_delete, "lifted")):
        signal.connect(
            _privacy_changed, sender=PageViewRestriction, dispatch_uid=f"search.privacy_{name}"
        )


def _join_tables(model: type[Model]) -> Iterable[Any]:
    """The tables between this model and those it has many of."""
    return {field.remote_field.through for field in model._meta.local_many_to_many}


def _watchers(model: type[Model]) -> list[SearchSource]:
    return [source for source in sources().values() if model in source.watches]


def renew(changed: Model) -> None:
    """Note every document that shows something of this row."""
    for source in _watchers(type(changed)):
        enqueue_rows(source, source.dependents(changed))


def _saved(
    instance: Model, raw: bool = False, update_fields: Iterable[str] | None = None, **_: Any
) -> None:
    # Fixtures come in any order and half related; who loads them rebuilds.
    if not raw and not (update_fields and _BOOKKEEPING.issuperset(update_fields)):
        renew(instance)


def _changed(instance: Model, **_: Any) -> None:
    renew(instance)


def _related(
    instance: Model, action: str, reverse: bool, model: type[Model], pk_set: Any, **_: Any
) -> None:
    """Something was joined or parted, from either side."""
    if action not in ("post_add", "post_remove", "pre_clear", "post_clear"):
        return
    renew(instance)
    if reverse and pk_set and _watchers(model):
        for row in model._base_manager.filter(pk__in=pk_set):
            renew(row)


def _plain_page_saved(instance: Page, raw: bool = False, **_: Any) -> None:
    """Some of Wagtail saves the base row only, without the page's own type."""
    if not raw:
        _branch_changed(instance)


def _privacy_changed(instance: PageViewRestriction, raw: bool = False, **_: Any) -> None:
    if not raw:
        _branch_changed(instance.page)


def _branch_changed(instance: Page, **_: Any) -> None:
    """Renew a page and all below it; sources of pages say which of their rows these are."""
    for source in sources().values():
        if any(issubclass(model, Page) for model in source.watches):
            enqueue_rows(source, source.dependents(instance))
