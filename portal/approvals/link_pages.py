"""What the page of a link shows: small enough for an old phone on a slow line.

Texts are cut to budgets of bytes; the rest stands on a second page behind the same link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils.html import escape
from wagtail.models import TaskState

from .acting import action_labels
from .differences import Change, Piece, changes
from .documents import ApprovalDocument, Section, document_of, redo_choices_of
from .models import ApprovalAct, ApprovalLink
from .models.acts import Act
from .runs import item_of
from .trail import last_approved_revision, signature_of

SUMMARY_BYTES = 3_000
CHANGES_BYTES = 14_000
TEXT_BYTES = 13_000
LONGEST_PARAGRAPH = 1_200  # characters
_TAGS = 70  # bytes of markup around each paragraph

Row = TypeVar("Row")


def page_of(link: ApprovalLink) -> dict[str, Any]:
    """Everything that the small page shows."""
    task_state: TaskState = link.task_state
    revised = task_state.revision.as_object()
    document = document_of(revised)
    before = last_approved_revision(item_of(task_state.workflow_state))
    found = changes(document_of(before.as_object()), document) if before else []
    shown = _within(CHANGES_BYTES, map(_short_change, found), _bytes_of_change)
    sections, is_whole = _first_part(document)
    return {
        "who": link.user.get_full_name() or link.user.get_username(),
        "document": document,
        "summary": _within(SUMMARY_BYTES, document.summary, lambda row: _bytes(*row)),
        "has_earlier": before is not None,
        "changes": shown,
        "changes_left": len(found) - len(shown),
        "sections": sections,
        "is_whole": is_whole,
        "signed": [
            signature_of(act)
            for act in ApprovalAct.objects.filter(workflow_state=task_state.workflow_state)
        ][-8:],
        "task": task_state.task.specific,
        "actions": list(action_labels(task_state.task.specific).items()),
        "redo_choices": redo_choices_of(revised),
        "submitted": ApprovalAct.objects.filter(
            workflow_state=task_state.workflow_state, act=Act.SUBMIT
        ).last(),
    }


def full_text_of(link: ApprovalLink) -> dict[str, Any]:
    """Everything that the second page shows: the whole text and all changes."""
    task_state: TaskState = link.task_state
    document = document_of(task_state.revision.as_object())
    before = last_approved_revision(item_of(task_state.workflow_state))
    return {
        "document": document,
        "has_earlier": before is not None,
        "changes": changes(document_of(before.as_object()), document) if before else [],
    }


def _first_part(document: ApprovalDocument) -> tuple[list[Section], bool]:
    """As many paragraphs from the beginning as fit, and whether these are all."""
    left, shown = TEXT_BYTES, []
    for section in document.sections:
        left -= _bytes(section.heading)
        kept = _within(left, map(_short, section.paragraphs), _bytes)
        left -= sum(_bytes(paragraph) for paragraph in kept)
        if kept:
            shown.append(Section(section.heading, kept))
        if kept != section.paragraphs:
            return shown, False
    return shown, True


def _within(budget: int, rows: Iterable[Row], size: Callable[[Row], int]) -> list[Row]:
    kept = []
    for row in rows:
        budget -= size(row)
        if budget < 0:
            break
        kept.append(row)
    return kept


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_PARAGRAPH else text[:LONGEST_PARAGRAPH].rstrip() + " …"


def _short_change(change: Change) -> Change:
    """Keep of long unchanged words only what stands beside the change."""
    pieces = []
    for piece in change.pieces:
        long = piece.kind == "same" and len(piece.text) > 120
        text = f"{piece.text[:50]} … {piece.text[-50:]}" if long else _short(piece.text)
        pieces.append(Piece(piece.kind, text))
    return Change(change.heading, tuple(pieces))


def _bytes_of_change(change: Change) -> int:
    return _bytes(change.heading, *(piece.text for piece in change.pieces)) + 12 * len(
        change.pieces
    )


def _bytes(*texts: str) -> int:
    return _TAGS + sum(len(escape(text).encode()) for text in texts)
