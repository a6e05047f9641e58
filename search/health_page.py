"""The page “Health of the search” in the admin, and what a program that watches the site reads."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from search import consumers, health
from search.outbox import revive

TITLE = gettext_lazy("Health of the search")


class HealthPage(WagtailAdminTemplateMixin, TemplateView):
    """What there is to know of every index, and buttons to try again what failed."""

    page_title = TITLE
    header_icon = "history"
    template_name = "search/admin/health.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse those who can do nothing about it; Wagtail turns that into a message."""
        if not request.user.has_perm(health.PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the same as JSON; neither is ever cached, as all of the admin."""
        if request.GET.get("format") == "json":
            return JsonResponse(health.as_data())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let one document, or all that failed, be tried again by the next drain."""
        consumer, key = request.POST.get("consumer", ""), request.POST.get("key")
        if consumer not in consumers.here():
            raise Http404
        count = revive(consumer, [key] if key else ())
        text = ngettext(
            "%(number)d change is tried again at once.",
            "%(number)d changes are tried again at once.",
            count,
        )
        messages.success(request, text % {"number": count})
        return redirect("search_health:index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the admin's front page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every index of this host, and what waits for those of others."""
        each = health.all_health()
        return super().get_context_data(
            **kwargs,
            each=each,
            elsewhere=health.elsewhere(),
            answering=health.answering(each),
        )


class HealthMenuItem(MenuItem):
    """Shown to those who may open the page."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(health.PERMISSION)


class HealthViewSet(ViewSet):
    """The page's place in the menu (สถานะระบบค้นหา)."""

    name = "search_health"
    url_prefix = "search/health"
    icon = "history"
    menu_label = TITLE
    menu_item_class = HealthMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """One address."""
        return [path("", HealthPage.as_view(), name="index")]


def styles() -> str:
    """The page fits a phone."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/search_admin.css"))
