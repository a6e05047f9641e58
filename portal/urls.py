"""Every address of the site: the only module besides the API that sees all rooms."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.templatetags.static import static as static_file
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.documents import urls as wagtaildocs_urls

from catalog.sitemaps import sitemaps as catalog_sitemaps
from courses.sitemaps import sitemaps as courses_sitemaps
from portal.api import api
from portal.home import views
from portal.plans.sitemaps import sitemaps as plans_sitemaps
from portal.procedures.sitemaps import sitemaps as procedures_sitemaps
from portal.usage.beacon import beacon
from portal.usage.sitemaps import sitemaps as usage_sitemaps

handler400 = "portal.home.views.bad_request"
handler403 = "portal.home.views.permission_denied"
handler404 = "portal.home.views.page_not_found"
handler500 = "portal.home.views.server_error"


class FaviconView(RedirectView):
    """Browsers ask for /favicon.ico whatever the page says."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        """The icon's address changes with its content in production."""
        return static_file("img/favicon.svg")


sitemaps = {
    "pages": PageSitemap,
    **catalog_sitemaps,
    **courses_sitemaps,
    **procedures_sitemaps,
    **plans_sitemaps,
    **usage_sitemaps,
}

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps}, name="sitemap"),
    path("robots.txt", views.robots_txt, name="robots"),
    path("favicon.ico", FaviconView.as_view()),
    path("e", beacon, name="usage_beacon"),
    path("go/l/", include("courses.go_urls")),
    path("go/", include("catalog.go_urls")),
    # In production the web server in front answers for the uploads and never asks here.
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
]
# Thai has the short addresses, English the same below /en/: every page can be linked in both.
urlpatterns += i18n_patterns(
    path("", include("search.urls")),
    path("", include("catalog.urls")),
    path("", include("courses.urls")),
    path("", include("portal.schools.urls")),
    path("", include("portal.approvals.urls")),
    path("", include("portal.procedures.urls")),
    path("", include("portal.usage.urls")),
    path("", include("portal.home.urls")),
    path("", include("portal.plans.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
