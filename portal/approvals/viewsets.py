"""The list of formal acts: looked at and taken out as a spreadsheet, never changed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from catalog.viewsets.listing import TableIndexView, TableInspectView
from portal.core.templatetags.thai_dates import thai_datetime_short as moment
from portal.core.viewsets import ThaiMomentColumn

from .digest import verify
from .filters import ActFilterSet
from .models import ApprovalAct


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Whoever may look, may look; nobody may do more, a superuser included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking."""
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Only looking."""
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(ApprovalAct, ReadOnlyPolicy(ApprovalAct))


class ActIndexView(TableIndexView):
    """The acts, the newest first."""

    select = ("actor__wagtail_userprofile", "content_type")
    export_values = {
        "at": lambda act: moment(act.at),
        "seal": lambda act: str(_("intact") if verify(act) else _("does not match")),
    }


class ActInspectView(TableInspectView):
    """One act, and whether its seal still holds."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Dates in the Buddhist era; the seal checked."""
        if field_name == "at":
            return moment(self.object.at)
        if field_name == "digest":
            state = _("intact") if verify(self.object) else _("does not match")
            return f"{self.object.digest} ({state})"
        return super().get_field_display_value(field_name, field)


class ApprovalActViewSet(ModelViewSet):
    """Formal acts (การลงนาม)."""

    model = ApprovalAct
    icon = "clipboard-list"
    menu_label = _("Formal acts")
    menu_order = 350
    add_to_admin_menu = True
    index_view_class = ActIndexView
    inspect_view_class = ActInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    ordering = "-pk"
    filterset_class = ActFilterSet
    edit_handler = ObjectList([FieldPanel("remark", read_only=True)])
    search_fields = ["object_label", "actor_name", "remark", "office_title"]
    list_display = [
        "object_label",
        Column("act", label=_("Act"), accessor="get_act_display", sort_key="act"),
        Column("actor_name", label=_("Name"), sort_key="actor_name"),
        "office_title",
        ThaiMomentColumn("at", label=_("Time"), sort_key="at"),
        "remark",
    ]
    list_export = [
        *("at", "object_label", "get_act_display", "level", "actor_name", "office_title"),
        *("remark", "redo_step", "get_channel_display", "digest", "seal"),
    ]
    export_headings = {
        "get_act_display": _("Act"),
        "get_channel_display": pgettext_lazy("approval", "Channel"),
        "seal": _("Seal"),
    }
    export_filename = "formal-acts"
    inspect_view_fields = [
        *("object_label", "act", "level", "actor_name", "office_title", "at", "remark"),
        *("redo_step", "channel", "digest"),
    ]
