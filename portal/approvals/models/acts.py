"""The record of formal acts: written once, never changed, never deleted."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Act(models.TextChoices):
    """What somebody may do to a version: เห็นชอบ, อนุมัติ and รับทราบ are three things."""

    SUBMIT = "submit", _("submitted for approval")
    CONCUR = "concur", _("concurred")
    APPROVE = "approve", _("approved (act)")
    ACKNOWLEDGE = "acknowledge", _("acknowledged")
    RETURN = "return", _("returned for improvement")
    REFUSE = "refuse", _("refused")


# The acts by which a level lets the version pass.
YES = (Act.CONCUR, Act.APPROVE, Act.ACKNOWLEDGE)
ACT_LABELS = dict(Act.choices)


class Channel(models.TextChoices):
    """How the act reached us."""

    ADMIN = "admin", _("in the admin")
    LINK = "link", _("by link")


class ImmutableError(TypeError):
    """Somebody tried to change or delete a record of an act."""


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise ImmutableError("An act is written once; it is never changed and never deleted.")


class ActQuerySet(models.QuerySet["ApprovalAct"]):
    """Acts in the order in which they were done; rows can be added and read, no more."""

    update = _refuse
    delete = _refuse
    bulk_update = _refuse

    def of(self, item: Any) -> ActQuerySet:
        """The acts on this object."""
        model = item.specific_class if isinstance(item, Page) else type(item)
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        return self.filter(content_type=content_type, object_id=str(item.pk))


class ApprovalAct(models.Model):
    """Who did what to which version, when, as what, with which remark."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=255)
    item = GenericForeignKey("content_type", "object_id", for_concrete_model=False)
    object_label = models.CharField(_("Object"), max_length=255)
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, related_name="approval_acts"
    )
    workflow_state = models.ForeignKey(
        "wagtailcore.WorkflowState", models.PROTECT, related_name="approval_acts"
    )
    levels = models.JSONField(
        default=list,
        editable=False,
        help_text="With a submission: the levels (keys of their tasks) that have to act, in order.",
    )
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("approval", "Level"), help_text=_("0 is the submission.")
    )
    act = models.CharField(_("Act"), max_length=20, choices=Act.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="approval_acts",
        verbose_name=_("Person"),
    )
    actor_name = models.CharField(_("Name"), max_length=255)
    office_title = models.CharField(_("Office title"), max_length=255, blank=True)
    at = models.DateTimeField(_("Time"), default=timezone.now, editable=False)
    remark = models.TextField(_("Remark"), blank=True)
    redo_step = models.PositiveSmallIntegerField(_("Step to redo"), null=True)
    digest = models.CharField(_("SHA-256 of the content"), max_length=64)
    channel = models.CharField(
        pgettext_lazy("approval", "Channel"), max_length=10, choices=Channel.choices
    )

    objects = ActQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("formal act")
        verbose_name_plural = _("formal acts")
        ordering = ["pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["content_type", "object_id"], name="acts_of_object")]

    def __str__(self) -> str:
        return gettext("%(act)s: %(object)s") % {
            "act": self.get_act_display(),
            "object": self.object_label,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new act; refuse to write over one."""
        if self.pk is not None:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()
