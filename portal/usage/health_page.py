"""The page “Health of the counting” in the admin; as JSON for a program, as CSV for a sheet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from catalog.spreadsheets import csv_bytes
from portal.core.templatetags.thai_dates import thai_date_short

from .charts import bars
from .health import COLUMNS, PERMISSION, Health, as_data, health

LABELS = {
    "raw": _("All events"),
    "counted": _("Counted"),
    "robots": _("Robots"),
    "staff": _("Staff"),
    "rate_limited": _("Too many in an hour"),
    "prefetch": _("Fetched, never shown"),
    "unconfirmed": _("Not confirmed"),
    "double_clicks": _("Double clicks"),
    "typing": _("Typing of searches"),
    "from_print": _("Opened from paper"),
    "unattributed": _("School unknown"),
    "by_login": _("School by login"),
    "by_my_school": _("School by choice"),
    "by_link": _("School by link or QR code"),
    "by_address": _("School by address"),
    "spool_bad": _("Lines in quarantine"),
    "dropped": _("Lost before they were written"),
}


class UsageAdminPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the room in the admin, for those with its permission."""

    header_icon = "view"
    permission = PERMISSION

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else; Wagtail turns that into a message."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the admin's front page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class PermittedMenuItem(MenuItem):
    """Shown to those who may open the pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(PERMISSION)


class UsageHealthPage(UsageAdminPage):
    """The spool, the roll-up, and the quality of four weeks."""

    page_title = _("Health of the counting")
    template_name = "usage/admin/health.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or its numbers for a program or a spreadsheet."""
        wanted = request.GET.get("format")
        if wanted == "json":
            return JsonResponse(as_data(health()))
        if wanted == "csv":
            return _sheet(health())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How things stand, a table of days and a chart of what was counted."""
        found = health()
        days = [(thai_date_short(row["day"]), [row["counted"]]) for row in found.rows]
        return super().get_context_data(
            **kwargs,
            health=found,
            chart=bars(days),
            labels=[LABELS[name] for name in COLUMNS],
            days=[(row, [row[name] for name in COLUMNS]) for row in found.rows],
        )


def _sheet(found: Health) -> HttpResponse:
    rows = [["day", *COLUMNS, "attributed_percent", "rule_version"]]
    rows += [[row[name] for name in rows[0]] for row in found.rows]
    response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="usage-quality.csv"'
    return response


class UsageHealthViewSet(ViewSet):
    """The page's place in the menu."""

    name = "usage_health"
    url_prefix = "usage/health"
    icon = "view"
    menu_label = UsageHealthPage.page_title
    menu_item_class = PermittedMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """One address."""
        return [path("", UsageHealthPage.as_view(), name="index")]
