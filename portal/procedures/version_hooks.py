"""Registers versions with Wagtail's admin; `wagtail_hooks` imports it."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from . import admin_views
from .models import ProcedureVersion
from .permissions import DraftsOnlyPolicy
from .viewsets import VersionViewSet

# Before anything asks for the policy of this model: afterwards Wagtail refuses.
register_permission_policy(ProcedureVersion, DraftsOnlyPolicy(ProcedureVersion))


@hooks.register("register_admin_viewset")
def versions() -> ViewSet:
    """The list and the form."""
    return VersionViewSet("procedureversion")


@hooks.register("register_admin_urls")
def version_pages() -> list[URLPattern]:
    """The screens beside them."""
    return [
        path(
            "procedures/<int:pk>/revise/",
            admin_views.ReviseView.as_view(),
            name="procedures_revise",
        ),
        path(
            "procedures/versions/<int:pk>/publish/",
            admin_views.PublishView.as_view(),
            name="procedures_publish",
        ),
        path(
            "procedures/versions/<int:pk>/compare/",
            admin_views.CompareView.as_view(),
            name="procedures_compare",
        ),
        path(
            "procedures/versions/<int:pk>/preview/", admin_views.preview, name="procedures_preview"
        ),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What happened to a version stands in its history."""
    actions.register_action("procedures.revised", _("Revise"), _("Copied into a new draft"))
    actions.register_action("procedures.published", _("Publish"), _("Published and closed"))
