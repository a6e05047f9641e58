"""Periods in the admin: which there are, which are closed, and the button that closes one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.log_actions import log

from .closing import CannotCloseError, close_period, is_untouched
from .health import PERMISSION
from .health_page import PermittedMenuItem, UsageAdminPage, UsageHealthViewSet
from .models import Period, PeriodSnapshot
from .periods import refresh_periods

CLOSE = "usage.close_period"
CLOSED, READ = "usage.close", "usage.read"


class PeriodsPage(UsageAdminPage):
    """All periods with the versions of their figures."""

    page_title = _("Periods of the figures")
    header_icon = "date"
    template_name = "usage/admin/periods.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close a period, or fix figures that were counted anew as another version."""
        if not request.user.has_perm(CLOSE):
            raise PermissionDenied
        period = get_object_or_404(Period, code=request.POST.get("code", ""))
        try:
            snapshot = close_period(period, _name(request.user))
        except CannotCloseError as error:
            messages.error(request, str(error))
            return redirect("usage_periods:index")
        log(period, CLOSED, user=request.user, data={"version": snapshot.version})
        text = _now("“%(period)s” is closed: version %(version)d of its figures.")
        messages.success(request, text % {"period": period.name, "version": snapshot.version})
        return redirect("usage_periods:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest first."""
        refresh_periods()
        periods = Period.objects.prefetch_related("snapshots")
        rows = [
            (period, [(each, is_untouched(each)) for each in period.snapshots.all()])
            for period in periods
        ]
        may_close = self.request.user.has_perm(CLOSE)
        return super().get_context_data(**kwargs, rows=rows, may_close=may_close)


def _name(user: Any) -> str:
    return user.get_full_name() or user.username


class SnapshotView(View):
    """The fixed figures as they are stored; who reads them is noted."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The canonical JSON, byte for byte."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        snapshot = get_object_or_404(PeriodSnapshot.objects.select_related("period"), pk=pk)
        log(snapshot.period, READ, user=request.user, data={"version": snapshot.version})
        name = f"{snapshot.period.code}-v{snapshot.version}.json"
        response = HttpResponse(snapshot.figures, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class PeriodsViewSet(ViewSet):
    """The page's place in the menu."""

    name = "usage_periods"
    url_prefix = "usage/periods"
    icon = "date"
    menu_label = PeriodsPage.page_title
    menu_item_class = PermittedMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, and the figures of one version."""
        return [
            path("", PeriodsPage.as_view(), name="index"),
            path("figures/<int:pk>.json", SnapshotView.as_view(), name="figures"),
        ]


class UsageViewSetGroup(ViewSetGroup):
    """All below one item of the menu (สถิติการใช้งาน)."""

    items = (PeriodsViewSet, UsageHealthViewSet)
    menu_icon = "view"
    menu_label = _("Usage figures")
    menu_name = "usage-figures"
    menu_order = 170
