"""Resources (สื่อ) and the ways to reach each of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from .checking import Checkable
from .naming import ThaiEnglishName
from .platforms import Certainty, Cost, Login, Platform, Provider
from .taxonomy import Audience, DeliveryMode, Grade, Indicator, Subject


class ResourceKind(models.TextChoices):
    """What sort of learning resource it is (LRMI learningResourceType)."""

    VIDEO = "video", _("Video")
    BROADCAST = "broadcast", _("Broadcast")
    LESSON_SERIES = "lesson_series", _("Series of lessons")
    LESSON_PLAN = "lesson_plan", _("Lesson plan")
    TEACHER_GUIDE = "teacher_guide", _("Teacher's guide")
    WORKSHEET = "worksheet", _("Worksheet")
    KNOWLEDGE_SHEET = "knowledge_sheet", _("Knowledge sheet")
    ACTIVITY_SHEET = "activity_sheet", _("Activity sheet")
    EXERCISE = "exercise", _("Exercise")
    TEST = "test", _("Test")
    MEDIA = "media", _("Slides and teaching media")
    EBOOK = "ebook", _("E-book")
    AUDIO = "audio", _("Audio")
    IMAGE = "image", _("Picture")
    APP = "app", _("Application")
    SIMULATION = "simulation", _("Simulation")
    TEMPLATE = "template", _("Template")
    VR_AR = "vr_ar", _("VR/AR")
    WEBSITE = "website", _("Website")


class Licence(models.TextChoices):
    """What may be done with it."""

    UNKNOWN = "unknown", _("Not stated")
    COPYRIGHT = "copyright", _("All rights reserved: link only")
    OFFICE = "office", _("Made by the office, free for teaching")
    CC0 = "cc0", _("Public domain (CC0)")
    CC_BY = "cc-by", "CC BY"
    CC_BY_SA = "cc-by-sa", "CC BY-SA"
    CC_BY_NC = "cc-by-nc", "CC BY-NC"
    CC_BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA"
    CC_BY_ND = "cc-by-nd", "CC BY-ND"
    CC_BY_NC_ND = "cc-by-nc-nd", "CC BY-NC-ND"


class ContentLanguage(models.TextChoices):
    """Language that the resource speaks."""

    TH = "th", _("Thai")
    EN = "en", _("English")
    ZH = "zh", _("Chinese")
    OTHER = "other", _("Another language")
    NONE = "zxx", _("No words")


class ResourceTag(TagBase):
    """A free keyword; Thai letters stay in its slug."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Keep Thai vowels and tone marks, which Django's slugify would drop."""
        slug = "-".join(tag.casefold().split())
        return slug if i is None else f"{slug}-{i}"


class TaggedResource(ItemBase):
    """Joins a tag to a resource within the resource's revision."""

    tag = models.ForeignKey(ResourceTag, models.CASCADE, related_name="tagged_resources")
    content_object = ParentalKey("Resource", related_name="tagged_items")


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Resources as the public may see them."""

    def public(self) -> ResourceQuerySet:
        """Only what is published."""
        return self.filter(live=True)

    def for_listing(self) -> ResourceQuerySet:
        """All that a card shows, in a constant number of queries."""
        return self.select_related("platform", "provider", "thumbnail").prefetch_related(
            "grades", "subjects", "access_points__mode", "thumbnail__renditions"
        )


class Resource(
    Checkable,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ThaiEnglishName,
    ClusterableModel,
):
    """One thing to learn or teach with; its modes are those of its access points.

    Empty `grades` or `subjects` mean "not tied to any". `(source, source_key)` says where an
    imported row came from and is unique, so an import can be run again.
    """

    summary = models.TextField(_("Summary"), blank=True, help_text=_("One to three sentences."))
    kind = models.CharField(_("Kind"), max_length=24, choices=ResourceKind.choices)
    platform = models.ForeignKey(
        Platform,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("Platform"),
    )
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("Provider"),
    )
    grades = ParentalManyToManyField(
        Grade,
        blank=True,
        related_name="resources",
        verbose_name=pgettext_lazy("school", "Grades"),
        help_text=_("Leave empty when it is not tied to any."),
    )
    subjects = ParentalManyToManyField(
        Subject,
        blank=True,
        related_name="resources",
        verbose_name=_("Learning areas"),
        help_text=_("Leave empty when it is not tied to any."),
    )
    indicators = ParentalManyToManyField(
        Indicator, blank=True, related_name="resources", verbose_name=_("Indicators")
    )
    audiences = ParentalManyToManyField(
        Audience, blank=True, related_name="resources", verbose_name=_("Audiences")
    )
    tags = ClusterTaggableManager(
        through=TaggedResource, blank=True, verbose_name=_("Tags"), related_name="resources"
    )
    licence = models.CharField(
        _("Licence"), max_length=16, choices=Licence.choices, default=Licence.UNKNOWN
    )
    language = models.CharField(
        _("Language"), max_length=8, choices=ContentLanguage.choices, default=ContentLanguage.TH
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("Length in minutes"), null=True, blank=True
    )
    has_captions = models.BooleanField(_("Has captions"), default=False)
    cost = models.CharField(_("Cost"), max_length=12, choices=Cost.choices, default=Cost.FREE)
    login = models.CharField(_("Login"), max_length=12, choices=Login.choices, default=Login.NONE)
    thumbnail = models.ForeignKey(
        "core.SiteImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Thumbnail"),
    )
    certainty = models.CharField(
        _("Certainty"), max_length=8, choices=Certainty.choices, default=Certainty.HIGH
    )
    last_checked_at = models.DateTimeField(
        _("Last checked"), null=True, blank=True, editable=False, db_index=True
    )
    editor_note = models.TextField(
        _("Note for editors"), blank=True, help_text=_("Never shown to the public.")
    )
    source = models.SlugField(_("Source"), max_length=40, blank=True, editable=False)
    source_key = models.CharField(
        _("Key in the source"), max_length=120, blank=True, editable=False
    )
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False, db_index=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["thai_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~models.Q(source_key=""),
                name="resource_source_once",
            )
        ]
        indexes = [models.Index(fields=["live", "-first_published_at"], name="resource_newest")]

    def get_absolute_url(self) -> str:
        """The resource's public page in the active language."""
        return reverse("catalog:resource", args=[self.pk])

    @property
    def modes(self) -> list[DeliveryMode]:
        """The modes of its access points, each once, in the modes' own order."""
        modes = {point.mode for point in self.access_points.all()}
        return sorted(modes, key=lambda mode: (mode.sort_order, mode.code))

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The editor's preview is the public page itself."""
        return "catalog/resource_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What the public view hands to its template."""
        from catalog.detail import resource_context

        return {"request": request, **resource_context(self)}


class AccessPoint(Orderable):
    """One way to reach a resource: a mode with an address, a file, or words that say how."""

    # A label alone says enough where nothing is opened: "ช่อง DLTV4", "ห้องสมุดโรงเรียน".
    MODES_WITHOUT_TARGET = ("onsite", "onair")

    resource = ParentalKey(Resource, related_name="access_points")
    mode = models.ForeignKey(
        DeliveryMode, models.PROTECT, related_name="access_points", verbose_name=_("Delivery mode")
    )
    label = models.CharField(
        _("Label"), max_length=160, blank=True, help_text=_("What the button says.")
    )
    url = models.URLField(_("Web address"), max_length=800, blank=True)
    document = models.ForeignKey(
        "core.SiteDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_points",
        verbose_name=_("Document"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("access point")
        verbose_name_plural = _("access points")

    def __str__(self) -> str:
        return self.label or self.url or str(self.document or self.mode)

    @property
    def target(self) -> str:
        """Where it leads; empty when there is nothing to open."""
        return self.document.url if self.document else self.url

    def clean(self) -> None:
        """Ask for exactly one target; on site and on air a label may do instead."""
        if self.url and self.document_id:
            raise ValidationError(
                {"document": _("Give a web address or a document, not both: add a second row.")}
            )
        if self.url or self.document_id:
            return
        if self.mode_id and self.mode.code in self.MODES_WITHOUT_TARGET and self.label:
            return
        raise ValidationError(
            {"url": _("Give a web address or choose a document, so that people can reach it.")}
        )
