"""What there is to read before or after a training."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from catalog.models import Resource

from .training import TrainingEvent


class TrainingMaterial(Orderable):
    """Something to read before or after: a resource of the catalogue, a document or a page."""

    event = ParentalKey(TrainingEvent, related_name="materials")
    label = models.CharField(_("Label"), max_length=160, blank=True)
    url = models.URLField(_("Web address"), max_length=800, blank=True)
    document = models.ForeignKey(
        "core.SiteDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_materials",
        verbose_name=_("Document"),
    )
    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_materials",
        verbose_name=_("Resource"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("training material")
        verbose_name_plural = _("training materials")

    def __str__(self) -> str:
        return self.label or (self.resource.name if self.resource else "") or self._target_name

    @property
    def _target_name(self) -> str:
        return str(self.document or self.url)

    @property
    def target(self) -> str:
        """Where it leads; nothing for a resource that is not public."""
        if self.resource:
            return self.resource.get_absolute_url() if self.resource.live else ""
        return self.document.url if self.document else self.url

    def clean(self) -> None:
        """Ask for exactly one target."""
        if [bool(self.url), bool(self.document_id), bool(self.resource_id)].count(True) != 1:
            message = _("Give a web address, a document or a resource: exactly one of them.")
            raise ValidationError({"url": message})
