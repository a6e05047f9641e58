"""The public API: the routers of all rooms below /api/v1/, described by /api/v1/openapi.json."""

from __future__ import annotations

from ninja import NinjaAPI

from search.api import router as search_router

# The pages of documentation that ninja brings load scripts from elsewhere: the description does.
api = NinjaAPI(
    title="RianKlai",
    version="1",
    description="Read what the office published. Unknown and bad parameters are answered with 422.",
    docs_url=None,
)
api.add_router("", search_router)
