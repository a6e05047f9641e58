"""Registers the catalogue with Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from catalog import bulk_actions
from catalog.deletion import refuse_deletion
from catalog.indicator_input import suggestions
from catalog.models import DeliveryMode
from catalog.permissions import FixedRowsPolicy
from catalog.viewsets import CatalogueViewSetGroup, ProviderChooserViewSet

# Before anything asks for the policy of this model: afterwards Wagtail refuses.
register_permission_policy(DeliveryMode, FixedRowsPolicy(DeliveryMode))
register_snippet(CatalogueViewSetGroup)

for action in (
    bulk_actions.PublishBulkAction,
    bulk_actions.UnpublishBulkAction,
    bulk_actions.CheckedBulkAction,
    bulk_actions.CollectBulkAction,
):
    hooks.register("register_bulk_action", action)
# Later than Wagtail's own deletion, which it replaces.
hooks.register("register_bulk_action", bulk_actions.DeleteListed, order=10)


@hooks.register("register_admin_viewset")
def provider_chooser() -> ViewSet:
    """Choosing a provider."""
    return ProviderChooserViewSet("provider_chooser")


@hooks.register("register_admin_urls")
def indicator_suggestions() -> list[URLPattern]:
    """Suggestions while typing an indicator."""
    return [path("catalog/indicators/suggest/", suggestions, name="catalog_indicator_suggestions")]


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Explain why something in use cannot be deleted."""
    return refuse_deletion(request, instances)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What the history says of a check."""
    actions.register_action("catalog.checked", _("Check"), _("Addresses and details checked"))


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """Boxes to tick in columns."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/catalog_admin.css"))
