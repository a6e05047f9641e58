"""What editors do to many entries at once; every entry is asked for separately."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalog.models import Collection, CollectionItem, Platform, Resource
from catalog.viewsets.listing import with_status


class ListedObjects:
    """Makes “all in the list” mean the list as it was filtered, not the whole table."""

    request: Any
    model: Any

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        """Repeat the list's filters and search, which the address of this page carries."""
        viewset = self.model.snippet_viewset
        rows = with_status(self.model._default_manager.all())
        filters = viewset.filterset_class(self.request.GET, queryset=rows, request=self.request)
        if filters.is_valid():
            rows = filters.qs
        if words := self.request.GET.get("q", "").strip():
            rows = _search(rows, viewset.search_fields, words)
        return rows.values_list("pk", flat=True)


def _search(rows: QuerySet[Any], fields: list[str], words: str) -> QuerySet[Any]:
    matching = rows.none()
    for field in fields:
        matching |= rows.filter(**{f"{field}__icontains": words})
    return matching


class DeleteListed(ListedObjects, DeleteBulkAction):
    """Wagtail's deletion, kept to the list that the person sees."""

    models = [Platform, Resource, Collection]


class CatalogueBulkAction(ListedObjects, SnippetBulkAction):
    """An action that says of each refused entry why it is left out."""

    models: list[type[Model]] = [Platform, Resource, Collection]
    template_name = "catalog/admin/bulk_action.html"
    question: Any = ""
    button_text: Any = ""
    permissions = ["change"]

    def refusal(self, entry: Any) -> Any:
        """Why this entry must be left out; empty when it may be done."""
        policy = self.permission_policy
        if not policy.user_has_any_permission_for_instance(
            self.request.user, self.permissions, entry
        ):
            return _("You have no permission for it.")
        return ""

    def check_perm(self, obj: Any) -> bool:
        """Keep the reason beside the entry, for the page to show."""
        obj.refusal = self.refusal(obj)
        return not obj.refusal

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the action's own words."""
        return super().get_context_data(
            **kwargs,
            title=self.display_name,
            question=self.question,
            button_text=self.button_text,
        )

    def get_execution_context(self) -> dict[str, Any]:
        """Hand on who acts."""
        return {**super().get_execution_context(), "user": self.request.user}


class PublishingBulkAction(CatalogueBulkAction):
    """An action that changes what the public sees."""

    permissions = ["publish"]

    def refusal(self, entry: Any) -> Any:
        """Respect locks too: that of a person, of an approval, of a schedule."""
        if reason := super().refusal(entry):
            return reason
        get_lock = getattr(entry, "get_lock", None)
        lock = get_lock() if get_lock else None
        return _("It is locked.") if lock and lock.for_user(self.request.user) else ""


class PublishBulkAction(PublishingBulkAction):
    """Publish the newest version of each."""

    display_name = _("Publish")
    aria_label = _("Publish the selected entries")
    action_type = "publish"
    action_priority = 10
    question = _("Publish the newest version of these entries?")
    button_text = _("Yes, publish")

    def refusal(self, entry: Any) -> Any:
        """A draft that lacks something is not fit for the public."""
        return super().refusal(entry) or _incomplete(entry.get_latest_revision_as_object())

    @classmethod
    def execute_action(cls, objects: list[Any], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Publish as the button in the form does; Wagtail writes its log."""
        for entry in objects:
            revision = entry.get_latest_revision() or entry.save_revision(user=user)
            revision.publish(user=user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many were published."""
        return ngettext(
            "%(count)d entry was published.",
            "%(count)d entries were published.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


def _incomplete(draft: Any) -> str:
    """What a draft still lacks, in words; empty when it is complete."""
    try:
        draft.full_clean()
        for point in getattr(draft, "access_points", Resource.objects.none()).all():
            point.full_clean(exclude=["resource"])
    except ValidationError as error:
        return gettext("It is not complete: %(reasons)s") % {"reasons": " ".join(error.messages)}
    return ""


class UnpublishBulkAction(PublishingBulkAction):
    """Take each from the public; the entry itself stays."""

    display_name = _("Unpublish")
    aria_label = _("Unpublish the selected entries")
    action_type = "unpublish"
    action_priority = 20
    question = _("Take these entries from the public site? They stay here as drafts.")
    button_text = _("Yes, unpublish")

    def refusal(self, entry: Any) -> Any:
        """What is not public cannot be taken away."""
        return super().refusal(entry) or ("" if entry.live else _("It is not published."))

    @classmethod
    def execute_action(cls, objects: list[Any], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Unpublish as the button in the form does; Wagtail writes its log."""
        for entry in objects:
            UnpublishAction(entry, user=user).execute()
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many were taken from the public."""
        return ngettext(
            "%(count)d entry was unpublished.",
            "%(count)d entries were unpublished.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class CheckedBulkAction(CatalogueBulkAction):
    """Say that somebody opened the addresses today and found them right."""

    models = [Platform, Resource]
    display_name = _("Mark as checked")
    aria_label = _("Mark the selected entries as checked today")
    action_type = "checked"
    action_priority = 40
    question = _("Did you open these entries and find their addresses and details right today?")
    button_text = _("Yes, checked today")

    @classmethod
    def execute_action(cls, objects: list[Any], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Write the date and one line of the log for each."""
        now = timezone.now()
        for entry in objects:
            entry.mark_checked(now, user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many were marked."""
        return ngettext(
            "%(count)d entry was marked as checked today.",
            "%(count)d entries were marked as checked today.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class CollectionForm(forms.Form):
    """Which collection the resources go into."""

    collection = forms.ModelChoiceField(
        Collection.objects.all(), label=_("Collection of resources"), empty_label=_("Choose one")
    )


class CollectBulkAction(CatalogueBulkAction):
    """Put resources into a collection; those already there stay where they are."""

    models = [Resource]
    display_name = _("Add to a collection")
    aria_label = _("Add the selected resources to a collection")
    action_type = "collect"
    action_priority = 50
    question = _("Add these resources to which collection?")
    button_text = _("Add")
    form_class = CollectionForm
    permissions = ["view", "change"]

    def refusal(self, entry: Any) -> Any:
        """What changes is the collection, so that is what one must be allowed to change."""
        if not self._may_change_collections:
            return _("You have no permission to change collections.")
        return super().refusal(entry)

    @cached_property
    def _may_change_collections(self) -> bool:
        policy = policy_registry.get_by_type(Collection)
        return policy.user_has_permission(self.request.user, "change")

    def get_execution_context(self) -> dict[str, Any]:
        """Hand on the collection that was chosen."""
        chosen = self.cleaned_form.cleaned_data["collection"]
        return {**super().get_execution_context(), "collection": chosen}

    @classmethod
    def execute_action(cls, objects: list[Any], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Save a new version of the collection; publish it where the person may."""
        collection = kwargs["collection"].get_latest_revision_as_object()
        present = {item.resource_id for item in collection.items.all()}
        added = [entry for entry in objects if entry.pk not in present]
        if not added:
            return 0, 0
        collection.items.add(
            *(
                CollectionItem(resource=entry, sort_order=len(present) + place)
                for place, entry in enumerate(added)
            )
        )
        was_current = collection.live and not collection.has_unpublished_changes
        revision = collection.save_revision(user=user, log_action=True)
        if was_current and policy_registry.get_by_type(Collection).user_has_permission(
            user, "publish"
        ):
            revision.publish(user=user)
        return len(added), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many are new in the collection, and whether it still has to be published."""
        collection = self.cleaned_form.cleaned_data["collection"]
        collection.refresh_from_db()
        done = ngettext(
            "%(count)d resource was added to “%(collection)s”.",
            "%(count)d resources were added to “%(collection)s”.",
            num_parent_objects,
        ) % {"count": num_parent_objects, "collection": collection}
        if collection.has_unpublished_changes or not collection.live:
            waits = gettext("The collection must be published before people see it.")
            return f"{done} {waits}"
        return done
