"""Platforms (แพลตฟอร์ม) and the organisations that run them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from .checking import Checkable
from .naming import ThaiEnglishName
from .taxonomy import Audience, DeliveryMode, Grade, Subject


class Certainty(models.TextChoices):
    """How sure the office is of what an entry says."""

    HIGH = "high", _("Certain")
    MEDIUM = "medium", _("One source or old")
    LOW = "low", _("Not confirmed")


class Cost(models.TextChoices):
    """What it costs to use."""

    FREE = "free", _("Free")
    FREEMIUM = "freemium", _("Partly free")
    PAID = "paid", _("Paid")


class Login(models.TextChoices):
    """Whether one needs an account."""

    NONE = "none", _("No login")
    SOME = "some", _("Login for some content")
    REQUIRED = "required", _("Login required")


class PlatformKind(models.TextChoices):
    """What sort of platform it is."""

    TV_AND_VOD = "tv_and_vod", _("Television and recordings")
    VIDEO = "video", _("Video")
    APP = "app", _("Application")
    REPOSITORY = "repository", _("Repository of resources")
    LMS = "lms", _("Learning management system")
    ASSESSMENT = "assessment", _("Tests and assessment")
    COURSE = "course", _("Online courses")
    LIBRARY = "library", _("Digital library")
    PORTAL = "portal", _("Learning portal")
    TOOL = "tool", _("Tool for making and teaching")
    COMMUNITY = "community", _("Teachers' community")
    SCHOOL_INFORMATION = "school_information", _("School information system")
    RESEARCH = "research", _("Research and journals")
    SIMULATION = "simulation", _("Simulations")
    MEETING = "meeting", _("Meetings and live teaching")
    COMMUNICATION = "communication", _("Communication")
    WORKSHEET = "worksheet", _("Worksheets and games")


class Provider(ThaiEnglishName):
    """An organisation that makes or runs platforms and resources."""

    slug = models.SlugField(_("Address name"), max_length=80, unique=True)
    short_name_th = models.CharField(_("Short Thai name"), max_length=80, blank=True)
    url = models.URLField(_("Website"), max_length=500, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["thai_order"]


class PlatformQuerySet(models.QuerySet["Platform"]):
    """Platforms as the public may see them."""

    def public(self) -> PlatformQuerySet:
        """Only what is published."""
        return self.filter(live=True)

    def for_listing(self) -> PlatformQuerySet:
        """All that a card shows, in a constant number of queries."""
        return self.select_related("provider", "logo").prefetch_related(
            "grades", "subjects", "modes", "logo__renditions"
        )


class Platform(
    Checkable,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ThaiEnglishName,
    ClusterableModel,
):
    """A place on the net or on the air where resources are found.

    Empty `grades` or `subjects` mean "not tied to any". `modes` are only a default: a resource's
    own modes are those of its access points.
    """

    slug = models.SlugField(
        _("Address name"), max_length=80, unique=True, help_text=_("Latin letters, as in dltv.")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="platforms", verbose_name=_("Provider")
    )
    kind = models.CharField(_("Kind"), max_length=24, choices=PlatformKind.choices)
    url = models.URLField(
        _("Web address"),
        max_length=500,
        blank=True,
        help_text=_("Leave empty until the address is confirmed."),
    )
    description = models.TextField(_("What it offers"))
    logo = models.ForeignKey(
        "core.SiteImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Logo"),
    )
    audiences = ParentalManyToManyField(
        Audience, blank=True, related_name="platforms", verbose_name=_("Audiences")
    )
    grades = ParentalManyToManyField(
        Grade,
        blank=True,
        related_name="platforms",
        verbose_name=pgettext_lazy("school", "Grades"),
        help_text=_("Leave empty when it is not tied to any."),
    )
    subjects = ParentalManyToManyField(
        Subject,
        blank=True,
        related_name="platforms",
        verbose_name=_("Learning areas"),
        help_text=_("Leave empty when it is not tied to any."),
    )
    modes = ParentalManyToManyField(
        DeliveryMode, blank=True, related_name="platforms", verbose_name=_("Delivery modes")
    )
    cost = models.CharField(_("Cost"), max_length=12, choices=Cost.choices, default=Cost.FREE)
    login = models.CharField(_("Login"), max_length=12, choices=Login.choices, default=Login.NONE)
    existence_certainty = models.CharField(
        _("Certainty that it exists"),
        max_length=8,
        choices=Certainty.choices,
        default=Certainty.LOW,
    )
    url_certainty = models.CharField(
        _("Certainty of the address"),
        max_length=8,
        choices=Certainty.choices,
        default=Certainty.LOW,
    )
    details_certainty = models.CharField(
        _("Certainty of the details"),
        max_length=8,
        choices=Certainty.choices,
        default=Certainty.LOW,
    )
    last_checked_at = models.DateTimeField(
        _("Last checked"), null=True, blank=True, editable=False, db_index=True
    )
    editor_note = models.TextField(
        _("Note for editors"), blank=True, help_text=_("Never shown to the public.")
    )

    objects = PlatformQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ["thai_order"]

    def get_absolute_url(self) -> str:
        """The platform's public page in the active language."""
        return reverse("catalog:platform", args=[self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The editor's preview is the public page itself."""
        return "catalog/platform_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What the public view hands to its template."""
        from catalog.detail import platform_context

        return {"request": request, **platform_context(self)}
