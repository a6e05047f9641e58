"""The committee or working group that an order appoints for a round."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from portal.core.thai_calendar import short_date

from .rounds import Round


class Committee(ClusterableModel):
    """A committee (คณะกรรมการ/คณะทำงาน) with the order that appoints it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="committees", editable=False)
    name = models.CharField(_("Name of the committee"), max_length=255)
    order_number = models.CharField(
        _("Order number"), max_length=80, help_text=_("As on the order, such as 123/2569.")
    )
    order_date = models.DateField(_("Date of the order"))
    document = models.ForeignKey(
        "core.SiteDocument",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("The order as a document"),
    )

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["order_date", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.order_number}, {short_date(self.order_date)})"


class CommitteeMember(Orderable):
    """A member with the post held in the office and the part taken in the committee."""

    class Role(models.TextChoices):
        """Parts in a committee, as orders write them."""

        CHAIR = "chair", _("Chair (ประธาน)")
        DEPUTY_CHAIR = "deputy_chair", _("Deputy chair (รองประธาน)")
        MEMBER = "member", _("Member (กรรมการ)")
        SECRETARY = "secretary", _("Member and secretary (กรรมการและเลขานุการ)")
        ADVISER = "adviser", _("Adviser (ที่ปรึกษา)")

    committee = ParentalKey(Committee, related_name="members")
    name = models.CharField(_("Name"), max_length=160)
    position = models.CharField(_("Post"), max_length=255, blank=True)
    role = models.CharField(
        pgettext_lazy("committee", "Part"),
        max_length=16,
        choices=Role.choices,
        default=Role.MEMBER,
    )

    class Meta(Orderable.Meta):
        verbose_name = _("member of a committee")
        verbose_name_plural = _("members of committees")

    def __str__(self) -> str:
        return self.name
