"""No way around the workflow: what models mix in that the public sees only when approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import CommentPanel
from wagtail.models import Page, PagePermissionTester

from .acting import ActRefused
from .locks import SigningLock
from .models import ApprovalAct, SigningTask
from .panels import ApprovalTrailPanel
from .runs import is_approved, levels_of

if TYPE_CHECKING:
    from wagtail.models import Page as _Guarded
else:
    _Guarded = object


def why_not_published() -> str:
    """What an editor is told who looks for the button."""
    return _(
        "This is published by the last act of its approval, not by a button: save it and submit "
        "it. Whoever edits it after its approval submits it again; until then the public goes on "
        "reading the approved version."
    )


def needs_approval(item: Any) -> bool:
    """Whether only a formal approval may publish this."""
    if isinstance(item, ApprovalGuarded):
        return True
    workflow = item.get_workflow() if hasattr(item, "get_workflow") else None
    return workflow is not None and bool(levels_of(workflow))


class ApprovalGuarded(_Guarded):
    """A model whose versions are published by the last level's act and in no other way.

    Goes before Wagtail's mixins and needs WorkflowMixin, LockableMixin and DraftStateMixin.
    """

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Begin as a draft, whoever makes it: a new row, a copy, an alias."""
        if self.pk is None:
            self.live = False
        return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Never write over a version that somebody has acted on."""
        overwritten = kwargs.get("overwrite_revision")
        if overwritten and ApprovalAct.objects.filter(revision=overwritten).exists():
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a version that every level has signed.

        Raises:
            ActRefused: for every other version, whoever asks.
        """
        if not is_approved(revision) or not revision.is_latest_revision():
            raise ActRefused(None, why_not_published())
        return super().publish(revision, *args, **kwargs)

    def get_lock(self) -> Any:
        """While a level judges, its lock stands above a lock that somebody sets by hand."""
        task = self.current_workflow_task
        return SigningLock(self, task) if isinstance(task, SigningTask) else super().get_lock()


class GuardedPagePermissionTester(PagePermissionTester):
    """What people may do with a guarded page; a superuser is a person like others here."""

    def can_publish(self) -> bool:
        """Nobody: the workflow does."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Whoever could publish any other page here."""
        return bool(super().can_publish())

    def can_lock(self) -> bool:
        """Nobody while a level judges."""
        return not self._is_judged() and super().can_lock()

    def can_unlock(self) -> bool:
        """Nobody while a level judges."""
        return not self._is_judged() and super().can_unlock()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What was acted on is kept; it can be withdrawn."""
        return super().can_delete(ignore_bulk) and not ApprovalAct.objects.of(self.page).exists()

    def can_move(self) -> bool:
        """Moving is allowed to whoever might delete it if nobody had acted on it."""
        return bool(super().can_delete(ignore_bulk=True))

    def _is_judged(self) -> bool:
        return isinstance(self.page.current_workflow_task, SigningTask)


class ApprovalGuardedPage(ApprovalGuarded):
    """A page that is published by its approval alone; stands before BasePage in the bases."""

    # Without Wagtail's panel of dates: a schedule would publish without anybody's act.
    settings_panels = [ApprovalTrailPanel(), CommentPanel()]

    def permissions_for_user(self, user: Any) -> GuardedPagePermissionTester:
        """The rules above instead of Wagtail's."""
        return GuardedPagePermissionTester(user, self)


def has_acts_below(item: Any) -> bool:
    """Whether somebody has acted on this or, with a page, on one below it."""
    if not isinstance(item, Page):
        return ApprovalAct.objects.of(item).exists()
    pages = item.get_descendants(inclusive=True)
    keys = [str(key) for key in pages.values_list("pk", flat=True)]
    kinds = pages.values("content_type").distinct()
    return ApprovalAct.objects.filter(content_type__in=kinds, object_id__in=keys).exists()
