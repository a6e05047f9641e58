"""Every address of the site: the only module besides the API that sees all rooms."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
# Thai has the short addresses, English the same below /en/: every page can be linked in both.
urlpatterns += i18n_patterns(
    path("", include("catalog.urls")),
    path("", include("portal.schools.urls")),
    path("", include("portal.home.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
