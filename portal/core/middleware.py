"""The looser content policy that Wagtail's admin needs, kept away from the public pages."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class AdminContentSecurityPolicy:
    """Let the admin's own templates use inline styles and scripts; the public site never does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_root = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Widen the policy of answers below the admin's root."""
        response = self.get_response(request)
        if request.path.startswith(self.admin_root):
            policy = {
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": ["blob:"],
            }
            setattr(response, "_csp_update", policy)  # noqa: B010  the attribute that csp reads
        return response
