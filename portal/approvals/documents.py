"""What an approver reads, and what two versions are compared by: text, without the layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    paragraphs: list[str]


@dataclass(frozen=True)
class ApprovalDocument:
    """A title, the facts that sum the thing up as (name, value), and the full text."""

    title: str
    summary: list[tuple[str, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def document_of(item: Any) -> ApprovalDocument:
    """What the item says of itself (`approval_document`), else its texts field by field."""
    own = getattr(item, "approval_document", None)
    return own() if own is not None else _from_fields(item)


def redo_choices_of(item: Any) -> list[tuple[int, str]]:
    """The steps that a return may name, where the item knows any."""
    choices = getattr(item, "redo_choices", None)
    return list(choices()) if choices is not None else []


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text, tags and empty lines left out."""
    for tag in ("</p>", "<br/>", "<br>", "</li>", "</h2>", "</h3>", "</h4>", "</td>", "</div>"):
        text = text.replace(tag, f"{tag}\n")
    return [
        line for line in (" ".join(row.split()) for row in strip_tags(text).split("\n")) if line
    ]


def _from_fields(item: Any) -> ApprovalDocument:
    sections = [
        Section(capfirst(str(each.verbose_name)), _texts(item, each))
        for each in item._meta.get_fields()
        if _is_text(each)
    ]
    for relation in get_all_child_relations(type(item)):
        children = [str(child) for child in getattr(item, relation.get_accessor_name()).all()]
        if relation.related_model.__module__.partition(".")[0] != "wagtail":
            heading = capfirst(str(relation.related_model._meta.verbose_name_plural))
            sections.append(Section(heading, children))
    return ApprovalDocument(str(item), [], [section for section in sections if section.paragraphs])


def _is_text(field_of_item: Any) -> bool:
    if getattr(field_of_item, "model", None) is Page or not getattr(field_of_item, "editable", 0):
        return False
    kinds = (models.CharField, models.TextField, StreamField)
    return isinstance(field_of_item, kinds) and not isinstance(field_of_item, models.SlugField)


def _texts(item: Any, text_field: Any) -> list[str]:
    value = getattr(item, text_field.name)
    if not isinstance(text_field, StreamField):
        return lines_of(str(value or ""))
    return [line for block in value for line in lines_of(block.render())]
