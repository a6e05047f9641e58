"""Collections: resources that an editor has put together for a purpose."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from .naming import ThaiEnglishName
from .resources import Resource


class CollectionQuerySet(models.QuerySet["Collection"]):
    """Collections as the public may see them."""

    def public(self) -> CollectionQuerySet:
        """Only what is published."""
        return self.filter(live=True)

    def for_listing(self) -> CollectionQuerySet:
        """With the number of published resources that each holds."""
        published = models.Q(items__resource__live=True)
        return self.annotate(resource_count=models.Count("items", filter=published))


class Collection(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ThaiEnglishName,
    ClusterableModel,
):
    """An ordered set of resources, such as those for one week of flood closure.

    It has no workflow until the office ties one to it, as for a list that the director approves.
    """

    slug = models.SlugField(_("Address name"), max_length=80, unique=True)
    summary = models.TextField(_("Summary"), blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection of resources")
        verbose_name_plural = _("collections of resources")
        ordering = ["thai_order"]

    def get_absolute_url(self) -> str:
        """The collection's public page in the active language."""
        return reverse("catalog:collection", args=[self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The editor's preview is the public page itself."""
        return "catalog/collection_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What the public view hands to its template."""
        from catalog.detail import collection_context

        return {"request": request, **collection_context(self)}


class CollectionItem(Orderable):
    """A resource's place in a collection."""

    collection = ParentalKey(Collection, related_name="items")
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="+", verbose_name=_("Resource")
    )
    note = models.CharField(_("Why it is here"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("resource in the collection")
        verbose_name_plural = _("resources in the collection")
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "resource"], name="resource_once_per_collection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource} – {self.note}" if self.note else str(self.resource)
