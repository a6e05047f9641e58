"""Pictures and files, with what one must know before showing them to others."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """A picture with its credit and licence; `description` is its alternative text."""

    credit = models.CharField(
        _("Credit"), max_length=255, blank=True, help_text=_("Who made it, as it should be named.")
    )
    licence = models.CharField(_("Licence"), max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_siteimage", "Can choose image")]


class SiteRendition(AbstractRendition):
    """A picture cut to a size."""

    image = models.ForeignKey(SiteImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]


class SiteDocument(AbstractDocument):
    """A file to download, with its source and licence."""

    credit = models.CharField(
        _("Credit"), max_length=255, blank=True, help_text=_("Who made it, as it should be named.")
    )
    licence = models.CharField(_("Licence"), max_length=120, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "credit", "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_sitedocument", "Can choose document")]

    def clean(self) -> None:
        """Judge the ending of a file; one that the form refused is gone and has none."""
        if self.file:
            super().clean()
