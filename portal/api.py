"""The public API: the routers of all rooms below /api/v1/, described by /api/v1/openapi.json."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI

from courses.api import router as courses_router
from portal.plans.api import router as plans_router
from portal.procedures.api import router as procedures_router
from portal.usage.api import router as usage_router
from search.api import router as search_router

# The pages of documentation that ninja brings load scripts from elsewhere: the description does.
api = NinjaAPI(
    title="RianKlai",
    version="1",
    description="Read what the office published. Unknown and bad parameters are answered with 422.",
    docs_url=None,
)
api.add_router("", search_router)
api.add_router("", courses_router)
api.add_router("", plans_router)
api.add_router("", procedures_router)
api.add_router("", usage_router)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404: with the reason that a room gives."""
    return api.create_response(request, {"detail": str(exception) or "Not Found"}, status=404)
