"""A link by which one person may act once on one version at one level."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApprovalLink(models.Model):
    """What is known of a link that was mailed: never the link itself, only a hash of its secret."""

    task_state = models.ForeignKey(
        "wagtailcore.TaskState", models.CASCADE, related_name="approval_links"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    nonce_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    act = models.ForeignKey("approvals.ApprovalAct", models.PROTECT, null=True, related_name="+")
    code_hash = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link to act by")
        verbose_name_plural = _("links to act by")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["task_state", "user"], name="one_link_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.task_state_id}"

    @property
    def is_expired(self) -> bool:
        """Whether its days are over."""
        return timezone.now() >= self.expires_at
