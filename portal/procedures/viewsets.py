"""The room's list and form in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from catalog.viewsets.listing import TableIndexView, ThaiDateColumn

from .admin_views import may
from .filters import VersionFilterSet
from .models import ProcedureVersion, PublishedIsClosed
from .panels import version_panels
from .soundness import faults


def _link(name: str, version: ProcedureVersion) -> str:
    return reverse(f"procedures_{name}", args=[version.pk])


class VersionIndexView(TableIndexView):
    """All versions; drafts lead to their form, published ones to their page."""

    select = ("procedure",)

    def get_edit_url(self, instance: ProcedureVersion) -> str | None:
        """Only drafts can be edited."""
        return super().get_edit_url(instance) if self._may("change", instance) else None

    def get_delete_url(self, instance: ProcedureVersion) -> str | None:
        """Only drafts can be deleted."""
        return super().get_delete_url(instance) if self._may("delete", instance) else None

    def get_inspect_url(self, instance: ProcedureVersion) -> str:
        """The page as the public reads it."""
        return _link("preview", instance)

    def get_list_more_buttons(self, instance: ProcedureVersion) -> list[MenuItem]:
        """Add the ways to a new draft, to publication and to the comparison."""
        buttons = super().get_list_more_buttons(instance)
        if instance.is_published and self._may("change", None):
            url = reverse("procedures_revise", args=[instance.procedure_id])
            buttons.append(MenuItem(_("Revise the procedure"), url, icon_name="copy", priority=5))
        if self._may("publish", instance):
            url = _link("publish", instance)
            buttons.append(MenuItem(_("Publish"), url, icon_name="upload", priority=15))
        if instance.number > 1:
            words = _("Compare with the version before")
            url = _link("compare", instance)
            buttons.append(MenuItem(words, url, icon_name="history", priority=25))
        return buttons

    def _may(self, action: str, version: ProcedureVersion | None) -> bool:
        return may(self.request.user, action, version)


class DraftEditView(EditView):
    """The form of a draft; it is saved whatever is wrong, and says what is."""

    def get_object(self, queryset: Any = None) -> Any:
        """Refuse what is published."""
        version = super().get_object(queryset)
        if not may(self.request.user, "change", version):
            raise PermissionDenied
        return version

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the ways to the page, the comparison and publication."""
        links = [
            ("preview", _("Look at the page"), "view"),
            ("compare", _("Compare with the version before"), "history"),
        ]
        if may(self.request.user, "publish", self.object):
            links.append(("publish", _("Publish"), "upload"))
        return [
            *super().header_more_buttons,
            *(
                Button(words, url=_link(name, self.object), icon_name=icon)
                for name, words, icon in links
            ),
        ]

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, then list what keeps the draft from being published."""
        try:
            response: HttpResponse = super().form_valid(form)
        except PublishedIsClosed as refusal:
            # Somebody published it in between: what was typed stays on the screen.
            self.produced_error_code = "published"
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)
        saved = ProcedureVersion.objects.with_rows().get(pk=self.object.pk)
        for fault in faults(saved):
            messages.warning(self.request, fault.message)
        return response

    def get_success_url(self) -> str:
        """Stay in the form."""
        return reverse("procedureversion:edit", args=[self.object.pk])


class DraftDeleteView(DeleteView):
    """Throws a draft away."""

    def get_object(self, queryset: Any = None) -> Any:
        """Refuse what is published."""
        version = super().get_object(queryset)
        if not may(self.request.user, "delete", version):
            raise PermissionDenied
        return version


def _status(version: ProcedureVersion) -> Any:
    return gettext_lazy("Published") if version.is_published else gettext_lazy("Draft")


class VersionViewSet(ModelViewSet):
    """Versions of procedures (กระบวนการ)."""

    model = ProcedureVersion
    icon = "tasks"
    menu_label = gettext_lazy("Work procedures")
    menu_name = "procedures"
    menu_order = 170
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = VersionIndexView
    edit_view_class = DraftEditView
    delete_view_class = DraftDeleteView
    filterset_class = VersionFilterSet
    edit_handler = version_panels()
    ordering = ("procedure__sort_order", "-number")
    search_fields = ["name_th", "name_en", "procedure__code"]
    list_display = [
        "__str__",
        Column("number", label=gettext_lazy("Version"), sort_key="number"),
        StatusTagColumn(
            "status",
            accessor=_status,
            label=gettext_lazy("Status"),
            primary=lambda version: version.is_published,
        ),
        ThaiDateColumn("published_at", label=gettext_lazy("Published at"), sort_key="published_at"),
    ]
    list_export = ["procedure", "number", "name_th", "name_en", "published_at", "change_note"]
    export_filename = "procedures"

    def get_urlpatterns(self) -> list[URLPattern]:
        """A version is never made from nothing: it is a copy of the one before."""
        return [each for each in super().get_urlpatterns() if each.name != "add"]
