"""Platforms, resources and collections: drafted, approved, published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog import panels
from catalog.models import Collection, Platform, Resource

from .choosers import EntryChooserViewSet
from .filters import CollectionFilterSet, PlatformFilterSet, ResourceFilterSet
from .listing import (
    EntryIndexView,
    EntryInspectView,
    checked_column,
    grades_column,
    joined,
    names_column,
    status_column,
    updated_column,
)

_HEADINGS = {
    "grades": pgettext_lazy("school", "Grades"),
    "subjects": _("Learning areas"),
    "audiences": _("Audiences"),
    "modes": _("Delivery modes"),
    "status": _("Status"),
    "addresses": _("Web addresses"),
    "get_kind_display": _("Kind"),
    "get_cost_display": _("Cost"),
    "get_login_display": _("Login"),
    "get_licence_display": _("Licence"),
    "get_language_display": _("Language"),
    "get_certainty_display": _("Certainty"),
    "get_url_certainty_display": _("Certainty of the address"),
    "get_existence_certainty_display": _("Certainty that it exists"),
}
_NAMES = {
    "grades": lambda entry: joined(entry.grades.all()),
    "subjects": lambda entry: joined(entry.subjects.all()),
    "audiences": lambda entry: joined(entry.audiences.all()),
    **EntryIndexView.export_values,
}


class PlatformIndexView(EntryIndexView):
    """The list of platforms."""

    select = ("provider",)
    prefetch = ("grades", "subjects", "modes", "audiences")
    export_values = {**_NAMES, "modes": lambda platform: joined(platform.modes.all())}


class ResourceIndexView(EntryIndexView):
    """The list of resources."""

    select = ("platform", "provider")
    prefetch = ("grades", "subjects", "audiences", "access_points__mode", "access_points__document")
    export_values = {
        **_NAMES,
        "modes": lambda resource: joined(resource.modes),
        "addresses": lambda resource: " ".join(
            point.target for point in resource.access_points.all() if point.target
        ),
    }


class ResourceInspectView(EntryInspectView):
    """All about a resource, with the ways to reach it."""

    def get_field_label(self, field_name: str, field: Any) -> Any:
        """Access points are no field of their own and have no label."""
        if field_name == "access_points":
            return _("Ways to reach it")
        return super().get_field_label(field_name, field)

    def get_access_points_display_value(self) -> str:
        """Each way to reach it in one line."""
        return "; ".join(
            f"{point.mode}: {point} {point.url}".strip()
            for point in self.object.access_points.select_related("mode", "document")
        )


class EntryViewSet(SnippetViewSet):
    """What the three have in common."""

    inspect_view_enabled = True
    chooser_viewset_class = EntryChooserViewSet
    index_view_class = EntryIndexView
    inspect_view_class = EntryInspectView
    list_per_page = 50
    ordering: str | tuple[str, ...] = "thai_order"
    export_headings = _HEADINGS


class PlatformViewSet(EntryViewSet):
    """Platforms (แพลตฟอร์ม)."""

    model = Platform
    icon = "site"
    index_view_class = PlatformIndexView
    filterset_class = PlatformFilterSet
    edit_handler = panels.platform_panels()
    export_filename = "platforms"
    search_fields = ["name_th", "name_en", "slug", "description", "url", "provider__name_th"]
    list_display = [
        "__str__",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("provider", label=_("Provider"), sort_key="provider__thai_order"),
        names_column("modes", _("Delivery modes")),
        grades_column(),
        status_column(),
        checked_column(),
        updated_column(),
    ]
    list_export = [
        "slug",
        "name_th",
        "name_en",
        "get_kind_display",
        "provider",
        "url",
        "modes",
        "grades",
        "subjects",
        "audiences",
        "get_cost_display",
        "get_login_display",
        "get_existence_certainty_display",
        "get_url_certainty_display",
        "status",
        "last_checked_at",
    ]
    inspect_view_fields = [
        "name_th",
        "name_en",
        "slug",
        "provider",
        "kind",
        "url",
        "description",
        "modes",
        "grades",
        "subjects",
        "audiences",
        "cost",
        "login",
        "existence_certainty",
        "url_certainty",
        "details_certainty",
        "last_checked_at",
        "editor_note",
    ]


class ResourceViewSet(EntryViewSet):
    """Resources (สื่อ)."""

    model = Resource
    icon = "media"
    index_view_class = ResourceIndexView
    inspect_view_class = ResourceInspectView
    filterset_class = ResourceFilterSet
    edit_handler = panels.resource_panels()
    export_filename = "resources"
    search_fields = ["name_th", "name_en", "summary", "editor_note", "platform__name_th"]
    list_display = [
        "__str__",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("platform", label=_("Platform"), sort_key="platform__thai_order"),
        Column(
            "modes", label=_("Delivery modes"), accessor=lambda resource: joined(resource.modes)
        ),
        grades_column(),
        status_column(),
        checked_column(),
        updated_column(),
    ]
    list_export = [
        "pk",
        "name_th",
        "name_en",
        "summary",
        "get_kind_display",
        "platform",
        "provider",
        "modes",
        "addresses",
        "grades",
        "subjects",
        "audiences",
        "get_licence_display",
        "get_language_display",
        "duration_minutes",
        "get_cost_display",
        "get_login_display",
        "get_certainty_display",
        "status",
        "last_checked_at",
        "is_sample",
    ]
    export_headings = {**_HEADINGS, "pk": _("Number")}
    inspect_view_fields = [
        "name_th",
        "name_en",
        "kind",
        "summary",
        "access_points",
        "platform",
        "provider",
        "grades",
        "subjects",
        "indicators",
        "audiences",
        "licence",
        "language",
        "duration_minutes",
        "has_captions",
        "cost",
        "login",
        "certainty",
        "last_checked_at",
        "editor_note",
        "is_sample",
    ]


class CollectionViewSet(EntryViewSet):
    """Collections (ชุดสื่อ)."""

    model = Collection
    icon = "folder-open-inverse"
    filterset_class = CollectionFilterSet
    edit_handler = panels.collection_panels()
    export_filename = "collections"
    search_fields = ["name_th", "name_en", "slug", "summary"]
    list_display = ["__str__", status_column(), updated_column()]
    list_export = ["slug", "name_th", "name_en", "summary", "status"]
    inspect_view_fields = ["name_th", "name_en", "slug", "summary"]
